# bash completion for mofcomp
_mofcomp() {
    local cur=${COMP_WORDS[COMP_CWORD]}
    COMP_WORDBREAKS=${COMP_WORDBREAKS//:/}
    case $cur in
        -class:*) mapfile -t COMPREPLY < <(compgen -P "-class:" -W "createonly forceupdate safeupdate updateonly" -- "${cur#*:}") ;;
        -instance:*) mapfile -t COMPREPLY < <(compgen -P "-instance:" -W "createonly updateonly" -- "${cur#*:}") ;;
        -B:*|-MOF:*|-MFL:*) mapfile -t COMPREPLY < <(compgen -P "${cur%%:*}:" -f -- "${cur#*:}") ;;
        -*) compopt -o nospace
            mapfile -t COMPREPLY < <(compgen -W "-check -N: -class: -instance: -B: -MOF: -MFL: -AMENDMENT: -autorecover -U: -P: -A: -?" -- "$cur") ;;
        *) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
    esac
}
complete -F _mofcomp mofcomp
