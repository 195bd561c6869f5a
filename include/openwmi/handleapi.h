// A part of <winbase.h>, which has it all.
#pragma once

#include "winbase.h"
