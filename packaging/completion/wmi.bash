# bash completion for wmi
_wmi() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb= word
    local verbs="get new set put rm call query assoc refs watch classes describe ns mof export backup restore check info"
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in -*) ;; *) case " $verbs " in *" $word "*) verb=$word; break ;; esac ;; esac
    done
    case $prev in
        -o|--output) mapfile -t COMPREPLY < <(compgen -W "table list json csv mof" -- "$cur"); return ;;
        --format) mapfile -t COMPREPLY < <(compgen -W "mof jsonl csv" -- "$cur"); return ;;
        --class-mode) mapfile -t COMPREPLY < <(compgen -W "createonly updateonly safeupdate forceupdate" -- "$cur"); return ;;
        --instance-mode) mapfile -t COMPREPLY < <(compgen -W "createonly updateonly" -- "$cur"); return ;;
    esac
    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "--namespace --output --property --key-only --amended --shallow --what-if --page --timeout --locale --help" -- "$cur")
    elif [[ -z $verb ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$cur")
    else
        case $verb in
            ns) mapfile -t COMPREPLY < <(compgen -W "list create rm" -- "$cur") ;;
            mof|put|backup|restore) mapfile -t COMPREPLY < <(compgen -f -- "$cur") ;;
            get|new|describe|classes|rm|export|watch)
                mapfile -t COMPREPLY < <(compgen -W "$(wmi classes --output csv 2>/dev/null | cut -d, -f1 | tail -n +2)" -- "$cur") ;;
        esac
    fi
}
complete -F _wmi wmi
