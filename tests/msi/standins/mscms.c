/* Wine only, never in the installer: the four functions that Qt 6.12's qwindows.dll asks of mscms.dll and that Wine's own
   does not all have. There is no colour profile; each says so. */

#include <windows.h>

#define EXPORT __declspec(dllexport)

EXPORT BOOL WINAPI GetColorProfileFromHandle(HANDLE profile, BYTE *content, DWORD *size)
{
    (void)profile;
    (void)content;
    if (size)
        *size = 0;
    SetLastError(ERROR_NOT_SUPPORTED);
    return FALSE;
}

EXPORT BOOL WINAPI CloseColorProfile(HANDLE profile)
{
    (void)profile;
    return TRUE;
}

EXPORT HANDLE WINAPI WcsCreateIccProfile(HANDLE profile, DWORD options)
{
    (void)profile;
    (void)options;
    SetLastError(ERROR_NOT_SUPPORTED);
    return NULL;
}

EXPORT HANDLE WINAPI OpenColorProfileW(void *profile, DWORD access, DWORD share, DWORD creation)
{
    (void)profile;
    (void)access;
    (void)share;
    (void)creation;
    SetLastError(ERROR_NOT_SUPPORTED);
    return NULL;
}
