"""How a shell asks for completions, and how it is answered.

The first line of an answer says how it is meant: `files` (the name of a file belongs there), `open` (what is offered
goes on, as `lot=` does) or `whole`. Then an offer a line, with what it stands for as that shell writes it. Nothing of
it is ever run by the shell: names of patients come from outside.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence

from migraine_cli.cli.completion import Asked, Offer, offers, takes_files
from migraine_cli.cli.typer_internals import (
    Command,
    Context,
    Parameter,
    completion_scripts,
    resolved_context,
    resolved_incomplete,
    split_arg_string,
)
from migraine_cli.errors import MigcliError
from migraine_cli.output.streams import write
from migraine_cli.words.text import harmless

_LINE = "_MIGCLI_LINE"

_BASH = """
_migcli_completion() {
    local mode
    { read -r mode; mapfile -t COMPREPLY; } < <(_MIGCLI_COMPLETE=complete_bash \\
        _MIGCLI_LINE="${COMP_LINE:0:$COMP_POINT}" _MIGCLI_BREAKS="$COMP_WORDBREAKS" \\
        _MIGCLI_LISTS="$COMP_TYPE" "$1" 2>/dev/null)
    case "$mode" in
        files) compopt -o default ;;
        open) compopt -o nospace ;;
    esac
}
complete -F _migcli_completion %(prog_name)s
"""

_ZSH = """
#compdef %(prog_name)s
_migcli_completion() {
    local mode
    local -a answer offered
    answer=("${(@f)$(_MIGCLI_COMPLETE=complete_zsh \\
        _MIGCLI_LINE="${(j: :)words[1,CURRENT-1]} $PREFIX" $words[1] 2>/dev/null)}")
    mode=$answer[1]
    offered=("${(@)answer[2,-1]}")
    case $mode in
        files) _files ;;
        open) _describe '' offered -S '' ;;
        whole) _describe '' offered ;;
    esac
}
compdef _migcli_completion %(prog_name)s
"""

_FISH = """
function _migcli_completion
    set -l line (commandline -cp | string collect)
    set -l answer (_MIGCLI_COMPLETE=complete_fish _MIGCLI_LINE="$line" %(prog_name)s 2>/dev/null)
    if test "$answer[1]" = files
        __fish_complete_path (commandline -ct)
    else
        printf '%%s\\n' $answer[2..-1]
    end
end
complete --command %(prog_name)s --no-files --arguments '(_migcli_completion)'
"""

_POWERSHELL = r"""
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { "$_" }
    })
    $words += "$wordToComplete".Trim("'", '"')
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false
        $env:_MIGCLI_COMPLETE = 'complete_powershell'
        $env:_MIGCLI_LINE = $words -join "`n"
        $answer = @(& %(prog_name)s 2>$null)
    } finally {
        $env:_MIGCLI_COMPLETE = $null
        $env:_MIGCLI_LINE = $null
        [Console]::OutputEncoding = $encoding
    }
    if ($answer[0] -eq 'files') { return }
    if ($answer.Count -lt 2) { return '' }
    $answer[1..($answer.Count - 1)] | ForEach-Object {
        $value, $meaning = $_ -split "`t", 2
        if (-not $meaning) { $meaning = $value }
        $written = if ($value -match '[^\w:=./-]') { "'" + $value.Replace("'", "''") + "'" } else { $value }
        [System.Management.Automation.CompletionResult]::new($written, $value, 'ParameterValue', $meaning)
    }
}
"""
"""It hands over the words one a line, as PowerShell took them apart: its quotation marks and backslashes aren't those
of the other shells. Given nothing it offers files, given an empty text nothing; the tooltip is an offer's meaning.
"""


def take_over() -> None:
    """Lets --install-completion and --show-completion hand out these scripts."""
    completion_scripts.update(bash=_BASH, zsh=_ZSH, fish=_FISH, powershell=_POWERSHELL, pwsh=_POWERSHELL)


def answered(group: Command, instruction: str) -> bool:
    """Answers a shell that asked by one of these scripts; False for any other."""
    shell = instruction.removeprefix("complete_")
    if _LINE not in os.environ or shell not in ("bash", *_FORMS):
        return False
    words, typed = _taken_apart(os.environ[_LINE], shell)
    try:
        mode, found = _answer(group, words, typed)
    except MigcliError:  # what stands before it is faulty, as will be said when it is run
        mode, found = "whole", []
    lines = _for_bash(typed, found) if shell == "bash" else [_FORMS[shell](*offer) for offer in found]
    write("".join(f"{each}\n" for each in (mode, *lines)))
    return True


def _taken_apart(line: str, shell: str) -> tuple[list[str], str]:
    """The words behind the command's name, and what is typed of the word that is asked about."""
    if shell == "powershell":
        _, *before, typed = line.split("\n") if "\n" in line else ("", line)
        return before, typed
    words = split_arg_string(line)[1:]
    return words, "" if line[-1:].isspace() or not words else words.pop()


def _answer(group: Command, words: list[str], typed: str) -> tuple[str, Sequence[Offer]]:
    context = resolved_context(group, {}, "migcli", words)
    asked, of_value = resolved_incomplete(context, words, typed)
    if isinstance(asked, Parameter):
        place = _place(context, asked, of_value)
        if takes_files(place):
            return "files", []
        found = offers(place)
    if not isinstance(asked, Parameter) or not found:
        items = asked.shell_complete(context, of_value)
        found = [(item.value, item.help or "") for item in items if item.type == "plain"]
    mode = "open" if found and all(value[-1] in "=:" for value, _ in found) else "whole"
    option = typed.removesuffix(of_value)  # of --policy=uhc what isn't its value
    return mode, [(f"{option}{value}", meaning) for value, meaning in found]


def _place(context: Context, parameter: Parameter, typed: str) -> Asked:
    above = context.parent.params if context.parent else {}
    place = context.params.get("place") or above.get("place")
    asked = Asked(command="", parameter="", form="", help="", given=context.params, place=place, typed=typed)
    return asked.of(context.command.name or "", parameter)


def _for_bash(typed: str, found: Sequence[Offer]) -> list[str]:
    """Bash shows what it would write; a list it shows may say more, as of it only the common beginning is written.

    It takes what stands before a colon or an equals sign for words of their own, and writes behind them.
    """
    breaks = "".join(each for each in ":=" if each in os.environ.get("_MIGCLI_BREAKS", ""))
    before = len(re.sub(f"[^{breaks}]*$", "", typed)) if breaks else 0
    if len(found) > 1 and os.environ.get("_MIGCLI_LISTS") in _LISTING:
        return [f"{value[before:]}{f'  ({harmless(meaning)})' if meaning else ''}" for value, meaning in found]
    return [re.sub(r"([^\w@%+=:,./-])", r"\\\1", value[before:]) for value, _ in found]


_LISTING = ("9", "33", "63", "64")
"""COMP_TYPE where bash lists: once, if ambiguous, after the second tab, if not unmodified."""


def _behind_a_tab(value: str, meaning: str) -> str:
    return f"{value}\t{harmless(meaning)}" if meaning else value


def _for_zsh(value: str, meaning: str) -> str:
    escaped = value.replace(":", "\\:")
    return f"{escaped}:{harmless(meaning)}" if meaning else escaped


_FORMS = {"fish": _behind_a_tab, "powershell": _behind_a_tab, "zsh": _for_zsh}
