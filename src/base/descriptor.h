// Where open files stand. The places 0 to 2 are standard input, output and error, whoever holds them: in a program that was started
// without one, the next file that is opened takes its place, and what is then printed lands in that file. No file of ours may.
#pragma once

namespace wmi::base {

/// A descriptor just opened, moved to a place from 3 on, close-on-exec; -1 stays -1, with its errno.
/// errors   -1 and errno EMFILE: no such place is free; the descriptor is closed then
int above_standard(int descriptor);

/// While it lives, no place from 0 to 2 is free for files that others open (LMDB opens its own). Leaves alone what is open.
class StandardPlaces {
public:
    StandardPlaces();
    ~StandardPlaces();
    StandardPlaces(const StandardPlaces&) = delete;
    StandardPlaces& operator=(const StandardPlaces&) = delete;

private:
    bool is_ours_[3] = {};
};

}  // namespace wmi::base
