#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// JavaScriptCore runs in a process of its own, which ends when a script has used up its time or
// memory, whatever it is doing, and which nothing is open in but the way to this one.
//
// The process is a copy of this one, without its other threads, that runs nothing but the C of this
// module: so no lock is needed that another thread held. (After a fork, glibc has its own in order:
// memory may be allocated, a library loaded, a thread started.)

/// A process with an engine.
typedef struct {
  pid_t process;
  /// Requests go into it, replies come out of it.
  int socket;
  /// Nothing goes into it: when it is closed, as it is when this process ends, the other one ends.
  int lifeline;
} nbrun_engine;

/// Starts a process with an engine; 0 if there can't be one, or it can't load the library of this
/// name.
int nbrun_start_engine(nbrun_engine *engine, const char *library);

/// Ends an engine's process.
void nbrun_stop_engine(const nbrun_engine *engine);

/// What begins a request. So many texts follow, each a length and as many units of UTF-16: the name
/// and the source of a script, or the name of a global function and its arguments.
typedef struct {
  uint32_t text_count;
  uint32_t is_script;
  /// Bytes that the process may hold besides those that it held before its first script.
  uint64_t memory;
  /// What it may use of the processor, on all of its threads together.
  uint64_t microseconds;
} nbrun_request;

/// The most texts that a request may have.
enum { nbrun_most_texts = 8 };

enum nbrun_status { nbrun_ok = 0, nbrun_thrown = 1 };

/// What begins a reply, which so many units of UTF-16 follow. There is none from a process that has
/// used up what it may use.
typedef struct {
  uint64_t status;
  uint64_t length;
} nbrun_reply;

/// Sends all of some bytes; 0 if the other side is gone.
int nbrun_send(int socket, const void *bytes, size_t count);

/// Receives all of so many bytes; 0 if the other side is gone.
int nbrun_receive(int socket, void *bytes, size_t count);
