// Provides what bash needs to complete the words of a command line.

export const BASH = `# completes cosax in bash; for one session: source <(cosax completion bash)
_cosax() {
  local reply how
  # the line as typed: bash has cut its words at = and :
  mapfile -t reply < <("\${1/#\\~/$HOME}" __complete bash "$COMP_WORDBREAKS" "\${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
  how=\${reply[0]-}
  COMPREPLY=("\${reply[@]:1}")
  [[ $how == *nospace* ]] && compopt -o nospace
  if [[ $how != *files* ]]; then
    compopt +o default
  elif ((\${#COMPREPLY[@]} > 0)); then
    compopt -o filenames
    mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$2")
  fi
}
complete -o default -F _cosax cosax
`
