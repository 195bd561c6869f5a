// Another spelling of <oleauto.h>.
#pragma once

#include "oleauto.h"
