#include <duktape.h>
#include <malloc.h>
#include <stdlib.h>
#include <time.h>

// Duktape leaves a call by longjmp, which must not cross a frame of Swift, and its callbacks are C.
// So each step that may raise an error is one function here, protected as a whole.
//
// Debian's library has no limit of time. It asks for memory all the time though, and turns a refusal
// into an error of the script: memory is refused once a call has used up its time or space.

/// What the calls of one heap may still use.
typedef struct {
  size_t used;
  size_t most;
  long long deadline;
  unsigned tick;
  int is_limited;
  int is_exceeded;
} nbrun_budget;

/// The time that this thread has worked, however busy the machine is with others.
static inline long long nbrun_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline int nbrun_may_allocate(nbrun_budget *budget, size_t size) {
  if (!budget->is_limited) return 1;
  if (budget->is_exceeded) return 0;
  if (budget->used + size > budget->most) budget->is_exceeded = 1;
  if (++budget->tick % 256 == 0 && nbrun_milliseconds() > budget->deadline) budget->is_exceeded = 1;
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

static inline duk_context *nbrun_create_heap(nbrun_budget *budget) {
  return duk_create_heap(nbrun_allocate, nbrun_reallocate, nbrun_free, budget, NULL);
}

/// A script, or a global function with its arguments; all strings in Duktape's encoding.
typedef struct {
  const char *name;
  const char *source;
  size_t source_length;
  const char *const *arguments;
  const size_t *argument_lengths;
  int argument_count;
} nbrun_request;

static inline duk_ret_t nbrun_evaluate_unprotected(duk_context *context, void *data) {
  const nbrun_request *request = data;
  duk_push_string(context, request->name);
  duk_compile_lstring_filename(context, 0, request->source, request->source_length);
  duk_call(context, 0);
  return 1;
}

static inline duk_ret_t nbrun_call_unprotected(duk_context *context, void *data) {
  const nbrun_request *request = data;
  duk_get_global_string(context, request->name);
  for (int i = 0; i < request->argument_count; i++)
    duk_push_lstring(context, request->arguments[i], request->argument_lengths[i]);
  duk_call(context, request->argument_count);
  duk_to_string(context, -1);
  return 1;
}

/// Leaves the result or the error on the stack; 0 if all went well.
static inline int nbrun_perform(
    duk_context *context, nbrun_budget *budget, nbrun_request *request, size_t most,
    long long milliseconds) {
  budget->most = most;
  budget->deadline = nbrun_milliseconds() + milliseconds;
  budget->is_exceeded = 0;
  budget->is_limited = 1;
  int code = duk_safe_call(
      context, request->source ? nbrun_evaluate_unprotected : nbrun_call_unprotected, request, 0, 1);
  budget->is_limited = 0;
  return code;
}

/// The text on top of the stack, an error's words among them.
static inline const char *nbrun_top(duk_context *context, size_t *length) {
  return duk_safe_to_lstring(context, -1, length);
}
