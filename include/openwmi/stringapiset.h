// A part of <winnls.h>, which has it all.
#pragma once

#include "winnls.h"
