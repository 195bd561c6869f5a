// COM as most sources include it.
#pragma once

#include "combaseapi.h"
