// Local security: included by samples for STATUS_SUCCESS and its like.
#pragma once

#include "ntstatus.h"
#include "winternl.h"
