"""What went wrong with a backup, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from spoke_app.ui.text import trouble_text


def backup_trouble(code: str) -> tuple[str, str]:
    """For a stable code of a backup or a restoration; any other as everywhere."""
    another = QCoreApplication.translate("Backup", "Nothing was changed. Take another backup, or copy it once more.")
    words = {
        "not-a-backup": (QCoreApplication.translate("Backup", "This is no backup of Spoke."), another),
        "backup-version": (
            QCoreApplication.translate("Backup", "A newer version of Spoke made this backup."),
            QCoreApplication.translate("Backup", "Install that version first."),
        ),
        "backup-cut": (QCoreApplication.translate("Backup", "A part of this backup is missing at its end."), another),
        "backup-altered": (QCoreApplication.translate("Backup", "This backup is damaged or was altered."), another),
        "backup-stopped": (
            QCoreApplication.translate("Backup", "Cancelled."),
            QCoreApplication.translate("Backup", "No half file was left."),
        ),
        "wrong-passphrase": (
            QCoreApplication.translate("Backup", "This passphrase is not the right one."),
            QCoreApplication.translate("Backup", "Try again. The district's recovery key opens it as well."),
        ),
        "short-passphrase": (
            QCoreApplication.translate("Backup", "The passphrase is too short."),
            QCoreApplication.translate("Backup", "Take some words, at least 8 letters, that you will still know."),
        ),
        "wrong-recovery-key": (
            QCoreApplication.translate("Backup", "This recovery key does not open this backup."),
            QCoreApplication.translate("Backup", "Ask the district office for the key of that time."),
        ),
        "not-a-recovery-key": (
            QCoreApplication.translate("Backup", "This is no recovery key."),
            QCoreApplication.translate("Backup", "The district office keeps the right file."),
        ),
        "no-recovery-seal": (
            QCoreApplication.translate("Backup", "This backup does not open with a recovery key."),
            QCoreApplication.translate("Backup", "Type the passphrase with which it was made."),
        ),
        "no-passphrase-seal": (
            QCoreApplication.translate("Backup", "This backup opens with the district's recovery key alone."),
            QCoreApplication.translate("Backup", "Ask the district office."),
        ),
        "stick": (
            QCoreApplication.translate("Backup", "The stick could not be read or written."),
            QCoreApplication.translate("Backup", "Is it still in, and not write-protected?"),
        ),
        "stick-full": (
            QCoreApplication.translate("Backup", "The stick is full."),
            QCoreApplication.translate("Backup", "Make room, or take another one."),
        ),
        "elsewhere": (
            QCoreApplication.translate("Backup", "An exchange is running."),
            QCoreApplication.translate("Backup", "Try again when it has ended."),
        ),
    }
    return words.get(code) or trouble_text(code)


def copy_trouble(problem: str) -> tuple[str, str]:
    """Why there is no good copy of today on this PC, and what to do."""
    if problem == "no-room":
        return (
            QCoreApplication.translate("Backup", "There is no room for the daily copy."),
            QCoreApplication.translate("Backup", "Delete or move other files on this PC. The last good copy is kept."),
        )
    if problem == "damaged":
        return (
            QCoreApplication.translate("Backup", "The record on this PC is damaged."),
            QCoreApplication.translate(
                "Backup",
                "Nothing that was saved is lost: close Spoke, start it again and sign in to bring it back.",
            ),
        )
    return (
        QCoreApplication.translate("Backup", "The daily copy was not made."),
        QCoreApplication.translate("Backup", "It is tried again. Make a backup on a stick."),
    )
