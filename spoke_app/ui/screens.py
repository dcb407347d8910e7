"""Which screens there are. Each is imported when it is first opened, so that the window is there at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spoke_app.ui.context import UiContext
from spoke_app.ui.screen import Screen

ScreenMaker = Callable[[UiContext], Screen]


def _today(context: UiContext) -> Screen:
    from spoke_app.ui.today.today_screen import TodayScreen

    return TodayScreen(context)


def _follow_ups(context: UiContext) -> Screen:
    from spoke_app.ui.today.follow_ups_screen import FollowUpsScreen

    return FollowUpsScreen(context)


def _drafts(context: UiContext) -> Screen:
    from spoke_app.ui.today.drafts_screen import DraftsScreen

    return DraftsScreen(context)


def _patients(context: UiContext) -> Screen:
    from spoke_app.ui.patients.patients import PatientsScreen

    return PatientsScreen(context)


def _new_patient(context: UiContext) -> Screen:
    from spoke_app.ui.patients.new_patient import NewPatientScreen

    return NewPatientScreen(context)


def _visit(context: UiContext) -> Screen:
    from spoke_app.ui.visit.visit import VisitScreen

    return VisitScreen(context)


def _cases(context: UiContext) -> Screen:
    from spoke_app.ui.cases.list_screen import CasesScreen

    return CasesScreen(context)


def _case(context: UiContext) -> Screen:
    from spoke_app.ui.cases.case_screen import CaseScreen

    return CaseScreen(context)


def _paper(context: UiContext) -> Screen:
    from spoke_app.ui.paper.paper_screen import PaperScreen

    return PaperScreen(context)


def _check(context: UiContext) -> Screen:
    from spoke_app.ui.check.check_screen import CheckScreen

    return CheckScreen(context)


def _registers(context: UiContext) -> Screen:
    from spoke_app.ui.registers.registers_screen import RegistersScreen

    return RegistersScreen(context)


def _exchange(context: UiContext) -> Screen:
    from spoke_app.ui.exchange.exchange_screen import ExchangeScreen

    return ExchangeScreen(context)


def _conflict(context: UiContext) -> Screen:
    from spoke_app.ui.conflict.conflict_screen import ConflictScreen

    return ConflictScreen(context)


def _settings(context: UiContext) -> Screen:
    from spoke_app.ui.settings.settings_screen import SettingsScreen

    return SettingsScreen(context)


def _help(context: UiContext) -> Screen:
    from spoke_app.ui.help.help_screen import HelpScreen

    return HelpScreen(context)


SCREENS: Mapping[str, ScreenMaker] = {
    "today": _today,
    "follow_ups": _follow_ups,
    "drafts": _drafts,
    "patients": _patients,
    "new_patient": _new_patient,
    "visit": _visit,
    "cases": _cases,
    "case": _case,
    "paper": _paper,
    "check": _check,
    "registers": _registers,
    "exchange": _exchange,
    "conflict": _conflict,
    "settings": _settings,
    "help": _help,
}
