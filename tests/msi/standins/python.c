/* python.exe of the installed program, for tests and benchmarks only: the app itself brings no interpreter to call.

   It lies outside the program's folder and takes that folder from SPOKE_FOLDER: `python313._pth` beside the DLL keeps it
   isolated as the app is. */

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

typedef int (*PyMain)(int, wchar_t **);

static int fail(const wchar_t *what)
{
    fwprintf(stderr, L"%ls: Windows error %lu\n", what, GetLastError());
    return 70;
}

int wmain(int argc, wchar_t **argv)
{
    static wchar_t folder[MAX_PATH], path[MAX_PATH + 16];
    DWORD length = GetEnvironmentVariableW(L"SPOKE_FOLDER", folder, MAX_PATH);
    if (length == 0 || length >= MAX_PATH)
        return fail(L"SPOKE_FOLDER");
    /* Qt finds Microsoft's runtime beside the program; this one lies elsewhere. */
    if (!AddDllDirectory(folder))
        return fail(folder);
    swprintf(path, MAX_PATH + 16, L"%ls\\python313.dll", folder);
    HMODULE library = LoadLibraryExW(path, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    if (!library)
        return fail(path);
    PyMain py_main = (PyMain)(void *)GetProcAddress(library, "Py_Main");
    wchar_t **given = calloc(argc + 4, sizeof *given);
    if (!py_main || !given)
        return fail(L"Py_Main");
    given[0] = argv[0];
    given[1] = L"-X";
    given[2] = L"utf8=1";
    given[3] = L"-B";
    for (int n = 1; n < argc; n++)
        given[n + 3] = argv[n];
    return py_main(argc + 3, given);
}
