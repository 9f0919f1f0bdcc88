// Provides what fish needs to complete the words of a command line.

export const FISH = `# completes cosax in fish: save it as ~/.config/fish/completions/cosax.fish; for one session: cosax completion fish | source
function __cosax_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l reply (cosax __complete fish $before[2..-1] "$current" 2>/dev/null)
    printf '%s\\n' $reply[2..-1]
    if string match -q '*files*' -- "$reply[1]"
        set -l prefix (string match -r '^--[^=]+=' -- "$current")
        for path in (__fish_complete_path (string replace -r '^--[^=]+=' '' -- "$current"))
            printf '%s\\n' "$prefix$path"
        end
    end
end
complete -c cosax -f -a '(__cosax_complete)'
`
