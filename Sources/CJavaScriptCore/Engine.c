#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CJavaScriptCore.h"
#include "JavaScript.h"

// MARK: What the engine's process may use

static uint64_t used_microseconds(const struct rusage *usage) {
  struct timeval sum;
  timeradd(&usage->ru_utime, &usage->ru_stime, &sum);
  return (uint64_t)sum.tv_sec * 1000000 + (uint64_t)sum.tv_usec;
}

static struct rusage usage_now(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage;
}

/// What the process may have used in all when it is looked at.
static volatile uint64_t most_microseconds = UINT64_MAX;
static volatile uint64_t most_kilobytes = UINT64_MAX;

/// Ends the process if it has used more than it may.
static void look(int signal) {
  int error = errno;
  (void)signal;
  struct rusage usage = usage_now();
  if (used_microseconds(&usage) > most_microseconds || (uint64_t)usage.ru_maxrss > most_kilobytes) {
    _exit(0);
  }
  errno = error;
}

/// Looks at what the process uses whenever it has worked for another few milliseconds.
static void watch(void) {
  struct sigaction action = {.sa_handler = look, .sa_flags = SA_RESTART};
  sigaction(SIGPROF, &action, NULL);
  struct itimerval often = {{0, 5000}, {0, 5000}};
  setitimer(ITIMER_PROF, &often, NULL);
}

// MARK: The engine's process

/// Receives a text; NULL if the other side is gone.
static JSStringRef receive_text(const nbrun_javascript *js, int socket) {
  uint64_t length;
  if (!nbrun_receive(socket, &length, sizeof length)) return NULL;
  JSChar *units = malloc(length * sizeof *units + 1);
  JSStringRef text = NULL;
  if (units && nbrun_receive(socket, units, length * sizeof *units)) {
    text = js->stringCreateWithCharacters(units, length);
  }
  free(units);
  return text;
}

static int send_reply(
    const nbrun_javascript *js, int socket, enum nbrun_status status, JSStringRef text
) {
  nbrun_reply reply = {status, text ? js->stringGetLength(text) : 0};
  return nbrun_send(socket, &reply, sizeof reply)
         && (reply.length == 0
             || nbrun_send(
                 socket, js->stringGetCharactersPtr(text), reply.length * sizeof(JSChar)));
}

/// Does what a request asks for, whose texts these are; NULL if that throws.
static JSStringRef perform(
    const nbrun_javascript *js, JSContextRef context, const nbrun_request *request,
    const JSStringRef *texts, JSValueRef *exception
) {
  JSValueRef result;
  if (request->is_script) {
    result = js->evaluateScript(context, texts[1], NULL, texts[0], 1, exception);
  } else {
    JSObjectRef global = js->contextGetGlobalObject(context);
    JSValueRef value = js->objectGetProperty(context, global, texts[0], exception);
    if (*exception) return NULL;
    JSObjectRef function = js->valueToObject(context, value, exception);
    if (*exception) return NULL;
    // On the stack, where the collector looks for what is in use.
    JSValueRef arguments[nbrun_most_texts];
    size_t count = request->text_count - 1;
    for (size_t i = 0; i < count; i++) {
      arguments[i] = js->valueMakeString(context, texts[i + 1]);
    }
    result = js->objectCallAsFunction(context, function, NULL, count, arguments, exception);
  }
  return *exception ? NULL : js->valueToStringCopy(context, result, exception);
}

typedef struct {
  int socket;
  const char *library;
} service;

/// Does what it is asked for, until nobody asks any more.
static void *serve(void *data) {
  const service *service = data;
  int socket = service->socket;
  nbrun_javascript js;
  if (!nbrun_load_javascript(&js, service->library)) return NULL;
  JSGlobalContextRef context = js.globalContextCreate(NULL);
  if (!context || !send_reply(&js, socket, nbrun_ok, NULL)) return NULL;
  uint64_t kilobytes = (uint64_t)usage_now().ru_maxrss;
  watch();

  nbrun_request request;
  while (nbrun_receive(socket, &request, sizeof request)) {
    JSStringRef texts[nbrun_most_texts];
    if (request.text_count > nbrun_most_texts) return NULL;
    for (uint32_t i = 0; i < request.text_count; i++) {
      texts[i] = receive_text(&js, socket);
      if (!texts[i]) return NULL;
    }
    struct rusage usage = usage_now();
    most_kilobytes = kilobytes + request.memory / 1024;
    most_microseconds = used_microseconds(&usage) + request.microseconds;
    JSValueRef exception = NULL;
    JSStringRef text = perform(&js, context, &request, texts, &exception);
    enum nbrun_status status = exception ? nbrun_thrown : nbrun_ok;
    if (exception) text = js.valueToStringCopy(context, exception, &(JSValueRef){NULL});
    most_kilobytes = most_microseconds = UINT64_MAX;
    if (!send_reply(&js, socket, status, text)) return NULL;
    if (text) js.stringRelease(text);
    for (uint32_t i = 0; i < request.text_count; i++) js.stringRelease(texts[i]);
  }
  return NULL;
}

/// Closes every file that a process has open but three: standard error and these two. A lock on
/// a file is held for as long as any process has it open.
static void close_others(int first, int second) {
  unsigned int low = (unsigned int)(first < second ? first : second);
  unsigned int high = (unsigned int)(first < second ? second : first);
  close(0);
  close(1);
  if (low > 3) syscall(SYS_close_range, 3, low - 1, 0);
  if (high > low + 1) syscall(SYS_close_range, low + 1, high - 1, 0);
  syscall(SYS_close_range, high + 1, ~0U, 0);
}

/// Leaves to a process what an engine is stopped and worked by: what is meant for the program, as
/// Ctrl-C is, doesn't end it.
static void choose_signals(void) {
  const int needed[] = {
    // The end of the program, and a look at what is used.
    SIGIO, SIGPROF,
    // JavaScriptCore holds its threads by it.
    SIGUSR1,
    // A fault of its own.
    SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT,
  };
  sigset_t others;
  sigfillset(&others);
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
    signal(needed[i], SIG_DFL);
    sigdelset(&others, needed[i]);
  }
  sigprocmask(SIG_SETMASK, &others, NULL);
}

/// Turns this process into an engine's.
static void become_engine(int socket, int lifeline, const char *library) {
  choose_signals();
  fcntl(lifeline, F_SETOWN, getpid());
  fcntl(lifeline, F_SETFL, fcntl(lifeline, F_GETFL) | O_ASYNC);
  close_others(socket, lifeline);
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
  // What is set for the program is none of a script's business, nor of JavaScriptCore's. Its last
  // compiler takes more time than it saves.
  static char *environment[] = {"JSC_useFTLJIT=0", NULL};
  environ = environment;

  // How deep a script may go must not depend on the thread that asked for the engine.
  service service = {socket, library};
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 8 << 20);
  if (pthread_create(&thread, &attributes, serve, &service) == 0) pthread_join(thread, NULL);
  _exit(0);
}

// MARK: The program

int nbrun_start_engine(nbrun_engine *engine, const char *library) {
  int sockets[2], lifeline[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0) return 0;
  if (pipe2(lifeline, O_CLOEXEC) != 0) {
    close(sockets[0]);
    close(sockets[1]);
    return 0;
  }
  pid_t process = fork();
  if (process == 0) {
    close(sockets[0]);
    close(lifeline[1]);
    become_engine(sockets[1], lifeline[0], library);
  }
  close(sockets[1]);
  close(lifeline[0]);
  if (process < 0) {
    close(sockets[0]);
    close(lifeline[1]);
    return 0;
  }
  *engine = (nbrun_engine){process, sockets[0], lifeline[1]};
  // The first reply says that it is ready.
  nbrun_reply ready;
  if (nbrun_receive(engine->socket, &ready, sizeof ready)) return 1;
  nbrun_stop_engine(engine);
  return 0;
}

void nbrun_stop_engine(const nbrun_engine *engine) {
  close(engine->socket);
  close(engine->lifeline);
  kill(engine->process, SIGKILL);
  while (waitpid(engine->process, NULL, 0) < 0 && errno == EINTR) {
  }
}
