#include <sys/socket.h>

#include "CJavaScriptCore.h"

int nbrun_send(int socket, const void *bytes, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t step = send(socket, (const char *)bytes + done, count - done, MSG_NOSIGNAL);
    if (step <= 0) return 0;
    done += (size_t)step;
  }
  return 1;
}

int nbrun_receive(int socket, void *bytes, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t step = recv(socket, (char *)bytes + done, count - done, 0);
    if (step <= 0) return 0;
    done += (size_t)step;
  }
  return 1;
}
