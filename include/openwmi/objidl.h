// The interfaces of COM's own objects: memory, streams, call security, marshaling, monikers.
#pragma once

#include "objidlbase.h"
