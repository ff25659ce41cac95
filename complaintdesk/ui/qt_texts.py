# SPDX-License-Identifier: Apache-2.0
"""Qt's own texts (standard buttons, the file dialog) in the office's language."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from complaintdesk.errors import QT_TRANSLATE_NOOP
from complaintdesk.labels import language, set_language, translate

# Texts of Qt's own that its Chinese catalogue no longer knows by this spelling; marked here for the program's.
QT_TRANSLATE_NOOP("QFileDialog", "&Look in:")
QT_TRANSLATE_NOOP("QFileDialog", "Files of &type:")
QT_TRANSLATE_NOOP("QAbstractFileIconProvider", "Folder")


class QtTexts(QTranslator):
    """Qt's own texts from its catalogue, and from the program's where Qt's has none."""

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str:
        # Never '': Qt would show that.
        return super().translate(context, text, disambiguation, n) or translate(context, text)


def speak(wanted: str) -> None:
    """Texts of the program and Qt's own (standard buttons, the file dialog) in this language from now on."""
    set_language(wanted)
    QLocale.setDefault(QLocale(language()))
    app = QApplication.instance()
    assert app is not None
    for old in app.findChildren(QTranslator, "qtbase"):
        app.removeTranslator(old)
        old.deleteLater()
    translator = QtTexts(app)
    translator.setObjectName("qtbase")
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language() != "en" and translator.load(f"qtbase_{language()}", folder):
        app.installTranslator(translator)
