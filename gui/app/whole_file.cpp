#include "gui/app/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace gui {

bool write_whole_file(const std::string& path, std::string_view bytes) {
    std::string temporary = path + ".XXXXXX";
    const int file = mkstemp(temporary.data());
    if (file < 0) return false;
    bool good = true;
    for (std::size_t done = 0; good && done < bytes.size();) {
        const ssize_t written = write(file, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR) continue;
        good = written > 0;
        if (good) done += static_cast<std::size_t>(written);
    }
    // mkstemp() makes a private file; this one is an ordinary one.
    const mode_t mask = umask(0);
    umask(mask);
    good = good && fchmod(file, 0666 & ~mask) == 0;
    good = close(file) == 0 && good;
    good = good && std::rename(temporary.c_str(), path.c_str()) == 0;
    if (!good) {
        const int why = errno;
        unlink(temporary.c_str());
        errno = why;
    }
    return good;
}

}  // namespace gui
