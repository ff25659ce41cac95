; SPDX-License-Identifier: Apache-2.0
; The installer for Windows, for one person and without an administrator; data is never touched.
; makensis -NOCD -DVERSION=… -DDIST=dist/complaintdesk -DOUT=dist/complaintdesk-setup.exe .ci/installer.nsi

!ifndef VERSION | DIST | OUT
  !error "VERSION, DIST (the frozen program's folder) and OUT are to be given by -D"
!endif

Unicode true
ManifestDPIAware true
RequestExecutionLevel user
!ifdef QUICK
  SetCompress off ; to try the script: the real one takes minutes
!else
  SetCompressor /SOLID lzma
!endif

!include "MUI2.nsh"
!include "FileFunc.nsh"

!define NAME "complaintdesk"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${NAME}"

Name "$(Desk)"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "Software\${NAME}" "Folder"
BrandingText "${NAME} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Complaint Desk ${VERSION}"
VIAddVersionKey "LegalCopyright" "Apache-2.0"

!define MUI_ICON "resources/app.ico"
!define MUI_UNICON "resources/app.ico"
!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_LICENSE "LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\complaintdesk.exe"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"

LangString Desk ${LANG_SIMPCHINESE} "投诉台"
LangString Desk ${LANG_ENGLISH} "Complaint Desk"
LangString Shortcut ${LANG_SIMPCHINESE} "桌面快捷方式"
LangString Shortcut ${LANG_ENGLISH} "Shortcut on the desktop"
LangString Running ${LANG_SIMPCHINESE} "投诉台正在运行。请先关闭它的窗口，再点“重试”。"
LangString Running ${LANG_ENGLISH} "The complaint desk is running. Close its window, then choose Retry."
LangString Kept ${LANG_SIMPCHINESE} "程序已卸载。登记数据、附件和备份没有动，仍在：$\n$LOCALAPPDATA\${NAME}$\n以及您在设置里选定的备份文件夹。"
LangString Kept ${LANG_ENGLISH} "The program is gone. Records, attachments and backups were not touched; they lie in:$\n$LOCALAPPDATA\${NAME}$\nand in the backup folders that were chosen in the settings."

; Windows lets nobody write to a program that runs; a silent set-up stops with exit code 2.
!macro WAIT_UNTIL_CLOSED un
Function ${un}WaitUntilClosed
  again:
    IfFileExists "$INSTDIR\complaintdesk.exe" 0 closed
    ClearErrors
    FileOpen $0 "$INSTDIR\complaintdesk.exe" a
    IfErrors running
    FileClose $0
    Goto closed
  running:
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDRETRY again
    SetErrorLevel 2
    Quit
  closed:
FunctionEnd
!macroend
!insertmacro WAIT_UNTIL_CLOSED ""
!insertmacro WAIT_UNTIL_CLOSED "un."

Section "$(Desk)" SecProgram
  SectionIn RO
  Call WaitUntilClosed
  ; The libraries of an older version go; nothing of the office is ever kept in this folder.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${DIST}/*"
  File "LICENSE"
  File "resources/NOTICES.md"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(Desk).lnk" "$INSTDIR\complaintdesk.exe"
  WriteRegStr HKCU "Software\${NAME}" "Folder" "$INSTDIR"
  WriteRegStr HKCU "Software\${NAME}" "Shortcut" "$(Desk)"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "$(Desk)"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\complaintdesk.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
SectionEnd

Section /o "$(Shortcut)" SecShortcut
  CreateShortcut "$DESKTOP\$(Desk).lnk" "$INSTDIR\complaintdesk.exe"
SectionEnd

Section "Uninstall"
  Call un.WaitUntilClosed
  ReadRegStr $1 HKCU "Software\${NAME}" "Shortcut"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\complaintdesk.exe"
  Delete "$INSTDIR\complaintdesk-cli.exe"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\NOTICES.md"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  StrCmp $1 "" +3
  Delete "$SMPROGRAMS\$1.lnk"
  Delete "$DESKTOP\$1.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\${NAME}"
  MessageBox MB_OK|MB_ICONINFORMATION "$(Kept)" /SD IDOK
SectionEnd
