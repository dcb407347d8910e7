/* Spoke.exe and spoke-app.exe: load the Python that lies beside them and run the module spoke_app.

   python313._pth beside the DLL isolates it: no PYTHON* variable, no site-packages, no other Python of this PC. Only the
   program's own folder and the system's are searched for DLLs: never the current folder, which may be a USB stick. */
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32767
#define CANNOT_START 70 /* EX_SOFTWARE; Python's own codes are the commands' */

typedef int (*py_main)(int, wchar_t **);

static int cannot_start(const wchar_t *what) {
    wchar_t words[2048];
    DWORD error = GetLastError();
    _snwprintf(words, 2047,
               L"Spoke cannot start: a part of the program is missing or damaged. Nothing of the record is lost.\n"
               L"Ask the IT staff to repair Spoke (msiexec /fa).\n\n"
               L"स्पोक शुरू नहीं हो सका: प्रोग्राम का एक हिस्सा गायब या ख़राब है। रिकॉर्ड सुरक्षित है।\n"
               L"आईटी स्टाफ़ से स्पोक की मरम्मत करने को कहें।\n\n%ls (%lu)",
               what, error);
    words[2047] = 0;
#ifdef CONSOLE
    fwprintf(stderr, L"%ls\n", words);
#else
    MessageBoxW(NULL, words, L"Spoke", MB_OK | MB_ICONERROR);
#endif
    return CANNOT_START;
}

static int run(int argc, wchar_t **argv) {
    static wchar_t program[LONGEST + 1], library[LONGEST + 1];
    DWORD length = GetModuleFileNameW(NULL, program, LONGEST);
    if (!length || length >= LONGEST) return cannot_start(L"Spoke");
    wcscpy(library, program);
    wchar_t *name = wcsrchr(library, L'\\');
    if (!name || (name + 1 - library) + wcslen(PYTHON_DLL) > LONGEST) return cannot_start(program);
    wcscpy(name + 1, PYTHON_DLL);
    SetDllDirectoryW(L"");
    HMODULE python =
        LoadLibraryExW(library, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    if (!python) return cannot_start(library);
    py_main start = (py_main)(void *)GetProcAddress(python, "Py_Main");
    if (!start) return cannot_start(L"Py_Main");
    wchar_t **given = calloc((size_t)argc + 6, sizeof *given);
    if (!given) return cannot_start(program);
    int count = 0;
    given[count++] = program;
    given[count++] = L"-X";
    given[count++] = L"utf8=1";
    given[count++] = L"-m";
    given[count++] = L"spoke_app";
    for (int at = 1; at < argc; at++) given[count++] = argv[at];
    return start(count, given);
}

#ifdef CONSOLE
int wmain(int argc, wchar_t **argv) { return run(argc, argv); }
#else
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, LPWSTR line, int show) {
    (void)instance, (void)before, (void)line, (void)show;
    int argc;
    wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    return argv ? run(argc, argv) : cannot_start(L"Spoke");
}
#endif
