// Another spelling of <objbase.h>.
#pragma once

#include "objbase.h"
