#include <duktape.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

// Duktape runs in a process of its own, which is ended when a script has used up its time: Debian's
// library has no limit of time, and a regular expression that goes astray asks for nothing by which
// it could be stopped.
//
// The process is a copy of this one, without its other threads, that runs nothing but what is in
// this file. So all that it does is C: no frame of Swift is left by Duktape's longjmp, and no lock
// is taken that another thread held. (Memory may be allocated after a fork with glibc.)

// MARK: Memory

/// What a heap has of memory, and may have.
typedef struct {
  size_t used;
  size_t most;
  int is_exceeded;
} nbrun_budget;

static inline int nbrun_may_allocate(nbrun_budget *budget, size_t size) {
  if (budget->used + size > budget->most) budget->is_exceeded = 1;
  return !budget->is_exceeded;
}

static inline void *nbrun_allocate(void *data, duk_size_t size) {
  nbrun_budget *budget = data;
  if (size == 0 || !nbrun_may_allocate(budget, size)) return NULL;
  void *block = malloc(size);
  if (block) budget->used += malloc_usable_size(block);
  return block;
}

static inline void nbrun_free(void *data, void *block) {
  nbrun_budget *budget = data;
  if (block) budget->used -= malloc_usable_size(block);
  free(block);
}

static inline void *nbrun_reallocate(void *data, void *block, duk_size_t size) {
  nbrun_budget *budget = data;
  if (size == 0) {
    nbrun_free(data, block);
    return NULL;
  }
  size_t before = block ? malloc_usable_size(block) : 0;
  // What shrinks is always let: the collector relies on it.
  if (size > before && !nbrun_may_allocate(budget, size - before)) return NULL;
  void *moved = realloc(block, size);
  if (moved) budget->used += malloc_usable_size(moved) - before;
  return moved;
}

// MARK: Messages

/// What begins a request: how many texts follow, the first of which is the name of a script or of a
/// global function, and what the request may use.
typedef struct {
  uint32_t text_count;
  /// Whether the second text is a script; otherwise it and those after it are arguments.
  uint32_t is_script;
  uint64_t most_memory;
  uint64_t microseconds;
} nbrun_request;

enum nbrun_status { nbrun_ok = 0, nbrun_thrown = 1, nbrun_exceeded = 2 };

/// What begins a reply, whose text follows.
typedef struct {
  uint64_t status;
  uint64_t length;
} nbrun_reply;

/// Receives all of so many bytes; 0 if the other side is gone.
static inline int nbrun_receive(int socket, void *bytes, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t step = recv(socket, (char *)bytes + done, count - done, 0);
    if (step <= 0) return 0;
    done += step;
  }
  return 1;
}

/// Sends all of some bytes; 0 if the other side is gone.
static inline int nbrun_send(int socket, const void *bytes, size_t count) {
  for (size_t done = 0; done < count;) {
    ssize_t step = send(socket, (const char *)bytes + done, count - done, MSG_NOSIGNAL);
    if (step <= 0) return 0;
    done += step;
  }
  return 1;
}

// MARK: The engine's process

static inline duk_ret_t nbrun_perform(duk_context *context, void *data) {
  // On the stack are the texts of the request.
  const nbrun_request *request = data;
  if (request->is_script) {
    duk_swap_top(context, -2);
    duk_compile(context, 0);
    duk_call(context, 0);
  } else {
    int count = (int)request->text_count - 1;
    duk_get_global_string(context, duk_get_string(context, -1 - count));
    duk_replace(context, -2 - count);
    duk_call(context, count);
  }
  duk_to_string(context, -1);
  return 1;
}

/// Ends this process by a signal when it has worked for so long; 0 for no limit.
static inline void nbrun_limit_time(uint64_t microseconds) {
  struct itimerval timer = {0};
  timer.it_value.tv_sec = microseconds / 1000000;
  timer.it_value.tv_usec = microseconds % 1000000;
  setitimer(ITIMER_PROF, &timer, NULL);
}

/// Does what it is asked for, until nobody asks any more.
static inline void nbrun_serve(int socket) {
  nbrun_budget budget = {0, SIZE_MAX, 0};
  duk_context *context =
      duk_create_heap(nbrun_allocate, nbrun_reallocate, nbrun_free, &budget, NULL);
  nbrun_request request;
  while (context && nbrun_receive(socket, &request, sizeof request)) {
    budget.most = SIZE_MAX;
    for (uint32_t i = 0; i < request.text_count; i++) {
      uint64_t length;
      if (!nbrun_receive(socket, &length, sizeof length)) return;
      char *text = malloc(length + 1);
      if (!text || !nbrun_receive(socket, text, length)) return;
      duk_push_lstring(context, text, length);
      free(text);
    }
    budget.most = request.most_memory;
    budget.is_exceeded = 0;
    nbrun_limit_time(request.microseconds);
    int code = duk_safe_call(context, nbrun_perform, &request, request.text_count, 1);
    nbrun_limit_time(0);
    budget.most = SIZE_MAX;
    nbrun_reply reply = {nbrun_ok, 0};
    if (code != 0) reply.status = nbrun_thrown;
    if (budget.is_exceeded) reply.status = nbrun_exceeded;
    budget.is_exceeded = 0;
    size_t length = 0;
    const char *text = reply.status == nbrun_exceeded
                           ? "" : duk_safe_to_lstring(context, -1, &length);
    reply.length = length;
    if (!nbrun_send(socket, &reply, sizeof reply) || !nbrun_send(socket, text, length)) return;
    duk_pop(context);
  }
}

/// A process with an engine.
typedef struct {
  pid_t process;
  /// Requests go into it, replies come out of it.
  int socket;
  /// Nothing goes into it: when it is closed, as it is when this process ends, the other one ends.
  int lifeline;
} nbrun_engine;

/// Closes every file that a process has open but three: standard error and these two. A lock on
/// a file is held for as long as any process has it open.
static inline void nbrun_close_others(int first, int second) {
  unsigned int low = first < second ? first : second;
  unsigned int high = first < second ? second : first;
  if (low > 3) syscall(SYS_close_range, 3, low - 1, 0);
  if (high > low + 1) syscall(SYS_close_range, low + 1, high - 1, 0);
  syscall(SYS_close_range, high + 1, ~0U, 0);
}

/// Turns this process into an engine's.
static inline void nbrun_become_engine(int socket, int lifeline) {
  signal(SIGIO, SIG_DFL);
  signal(SIGPROF, SIG_DFL);
  sigset_t signals;
  sigfillset(&signals);
  sigdelset(&signals, SIGIO);
  sigdelset(&signals, SIGPROF);
  sigprocmask(SIG_SETMASK, &signals, NULL);
  fcntl(lifeline, F_SETOWN, getpid());
  fcntl(lifeline, F_SETFL, fcntl(lifeline, F_GETFL) | O_ASYNC);
  close(0);
  close(1);
  nbrun_close_others(socket, lifeline);
  nbrun_serve(socket);
  _exit(0);
}

/// Starts a process with an engine; 0 if there can't be one.
static inline int nbrun_start_engine(nbrun_engine *engine) {
  int sockets[2], lifeline[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) return 0;
  if (pipe(lifeline) != 0) {
    close(sockets[0]);
    close(sockets[1]);
    return 0;
  }
  fcntl(lifeline[1], F_SETFD, FD_CLOEXEC);
  pid_t process = fork();
  if (process == 0) {
    close(sockets[0]);
    close(lifeline[1]);
    nbrun_become_engine(sockets[1], lifeline[0]);
  }
  close(sockets[1]);
  close(lifeline[0]);
  if (process < 0) {
    close(sockets[0]);
    close(lifeline[1]);
    return 0;
  }
  *engine = (nbrun_engine){process, sockets[0], lifeline[1]};
  return 1;
}

/// Ends an engine's process.
static inline void nbrun_stop_engine(const nbrun_engine *engine) {
  close(engine->socket);
  close(engine->lifeline);
  kill(engine->process, SIGKILL);
  while (waitpid(engine->process, NULL, 0) < 0 && errno == EINTR) {
  }
}
