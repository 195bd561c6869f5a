// &__ImageBase is a module's own handle. Each program and each library that links this archive has one of its own.
#include "winnt.h"

extern "C" __attribute__((visibility("hidden"))) IMAGE_DOS_HEADER __ImageBase;
IMAGE_DOS_HEADER __ImageBase;
