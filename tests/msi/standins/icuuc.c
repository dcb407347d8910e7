/* Wine only, never in the installer: Windows 10 has icuuc.dll, Wine 8 has not, and Qt6Core.dll does not load without it.

   The 20 functions that Qt 6.12 asks for. Every converter "cannot be opened", so that Qt goes on with its own; the
   others are never called then. */

#define EXPORT __declspec(dllexport)

typedef int Error;
enum { MISSING_RESOURCE = 2 };

static void fail(Error *error)
{
    if (error)
        *error = MISSING_RESOURCE;
}

EXPORT void *ucnv_open(const char *name, Error *error)
{
    (void)name;
    fail(error);
    return 0;
}

EXPORT const char *ucnv_getName(const void *converter, Error *error)
{
    (void)converter;
    fail(error);
    return 0;
}

EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, Error *error)
{
    (void)name;
    (void)standard;
    fail(error);
    return 0;
}

EXPORT const char *ucnv_getAvailableName(int n)
{
    (void)n;
    return 0;
}

EXPORT int ucnv_countAvailable(void) { return 0; }

/* What only the holder of an open converter can call. */
#define NEVER_CALLED(name) EXPORT int name(void) { return 0; }

NEVER_CALLED(ucnv_close)
NEVER_CALLED(ucnv_reset)
NEVER_CALLED(ucnv_getMaxCharSize)
NEVER_CALLED(ucnv_getToUCallBack)
NEVER_CALLED(ucnv_getFromUCallBack)
NEVER_CALLED(ucnv_setToUCallBack)
NEVER_CALLED(ucnv_setFromUCallBack)
NEVER_CALLED(ucnv_toUnicode)
NEVER_CALLED(ucnv_fromUnicode)
NEVER_CALLED(ucnv_toUCountPending)
NEVER_CALLED(ucnv_fromUCountPending)
NEVER_CALLED(ucnv_cbToUWriteUChars)
NEVER_CALLED(ucnv_cbFromUWriteUChars)
NEVER_CALLED(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NEVER_CALLED(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
