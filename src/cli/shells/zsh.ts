// Provides what zsh needs to complete the words of a command line.

export const ZSH = `#compdef cosax
# completes cosax in zsh: save it as _cosax in a folder of $fpath; for one session: source <(cosax completion zsh)
_cosax() {
  local -a reply values shown space
  local how line
  reply=("\${(@f)$("\${(Q)words[1]}" __complete zsh "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}")
  how=$reply[1]
  for line in "\${(@)reply[2,-1]}"; do
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  -- }")
  done
  [[ $how == *nospace* ]] && space=(-S '')
  (( $#values )) && compadd -l "\${(@)space}" -d shown -a -- values
  if [[ $how == *files* ]]; then
    compset -P '--*='
    _files
  fi
}
if [[ \${funcstack[1]-} == _cosax ]]; then
  _cosax "$@"
else
  compdef _cosax cosax
fi
`
