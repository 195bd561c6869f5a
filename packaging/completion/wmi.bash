# bash completion for wmi
_wmi() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} verb= word options
    local verbs="get new set put rm call query watch assoc refs classes describe ns mof export backup restore check info"
    local common="--namespace --host --user --authority --auth --imp --locale --output --amended --what-if --page --timeout --help"
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case $word in -*) ;; *) case " $verbs " in *" $word "*) verb=$word; break ;; esac ;; esac
    done
    case $prev in
        -o|--output) mapfile -t COMPREPLY < <(compgen -W "table list json csv mof" -- "$cur"); return ;;
        --format) mapfile -t COMPREPLY < <(compgen -W "mof jsonl csv" -- "$cur"); return ;;
        --class-mode) mapfile -t COMPREPLY < <(compgen -W "createonly updateonly safeupdate forceupdate" -- "$cur"); return ;;
        --instance-mode) mapfile -t COMPREPLY < <(compgen -W "createonly updateonly" -- "$cur"); return ;;
        --auth) mapfile -t COMPREPLY < <(compgen -W "default none connect call pkt pktintegrity pktprivacy" -- "$cur"); return ;;
        --imp) mapfile -t COMPREPLY < <(compgen -W "anonymous identify impersonate delegate" -- "$cur"); return ;;
        --file) mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return ;;
    esac
    if [[ $cur == -* ]]; then
        case $verb in
            get) options="--filter --property --key-only --shallow" ;;
            set) options="--null --full" ;;
            put) options="--format --class --create-only --update-only --partial --in-flight" ;;
            query) options="--property --explain" ;;
            watch) options="--property --count --announce" ;;
            assoc) options="--result-class --assoc-class --role --result-role --required-qualifier --required-assoc-qualifier --classes --schema --explain --key-only --property" ;;
            refs) options="--result-class --role --required-qualifier --classes --schema --explain --key-only --property" ;;
            classes) options="--method --property --with-property --qualifier --system --shallow" ;;
            ns) options="--recursive" ;;
            mof) options="--check --class-mode --instance-mode" ;;
            export) options="--file --no-classes --no-instances --shallow" ;;
            restore) options="--force" ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$options $common" -- "$cur")
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
