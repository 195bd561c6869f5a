// Another spelling of <windows.h>.
#pragma once

#include "windows.h"
