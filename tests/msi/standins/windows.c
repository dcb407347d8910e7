/* What a person sees and does with windows, for tests: `windows list` prints "PID TAB TITLE" of each visible window that
   has a title, in UTF-8; `windows close PID` asks those of a process to close, as the cross in the corner does; `windows
   stay` keeps the desktop until it is ended, as somebody's session does. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static DWORD wanted;

static BOOL CALLBACK each(HWND window, LPARAM unused)
{
    wchar_t title[512];
    char text[2048];
    DWORD process;
    (void)unused;
    if (!IsWindowVisible(window) || !GetWindowTextW(window, title, 512))
        return TRUE;
    GetWindowThreadProcessId(window, &process);
    if (!wanted) {
        WideCharToMultiByte(CP_UTF8, 0, title, -1, text, sizeof text, NULL, NULL);
        printf("%lu\t%s\n", process, text);
    } else if (process == wanted)
        PostMessageW(window, WM_CLOSE, 0, 0);
    return TRUE;
}

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "stay")) {
        GetDesktopWindow();
        Sleep(INFINITE);
    }
    if (argc == 3 && !strcmp(argv[1], "close"))
        wanted = strtoul(argv[2], NULL, 10);
    else if (argc != 2 || strcmp(argv[1], "list"))
        return 2;
    return EnumWindows(each, 0) ? 0 : 1;
}
