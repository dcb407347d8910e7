/* Wine only, never in the installer: Windows 10 has bcryptprimitives.dll, Wine 8 has not, and what is written in Rust
   (`cryptography`) asks it for random bytes. */

#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *content, SIZE_T size)
{
    return RtlGenRandom(content, size);
}
