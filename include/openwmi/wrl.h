// Microsoft::WRL, as far as it owns references.
#pragma once

#include "wrl/client.h"
