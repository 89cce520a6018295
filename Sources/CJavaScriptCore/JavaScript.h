#pragma once

// JavaScriptCore's C API, as far as it is used:
// https://developer.apple.com/documentation/javascriptcore/c-javascriptcore-api
//
// The library is loaded, not linked: linked, it would cost each start of the program 10 ms.

#include <stddef.h>
#include <stdint.h>

typedef struct OpaqueJSClass *JSClassRef;
typedef const struct OpaqueJSContext *JSContextRef;
typedef struct OpaqueJSContext *JSGlobalContextRef;
typedef struct OpaqueJSString *JSStringRef;
typedef const struct OpaqueJSValue *JSValueRef;
typedef struct OpaqueJSValue *JSObjectRef;
/// A unit of UTF-16.
typedef uint16_t JSChar;

typedef struct {
  JSGlobalContextRef (*globalContextCreate)(JSClassRef);
  JSObjectRef (*contextGetGlobalObject)(JSContextRef);
  JSValueRef (*evaluateScript)(
      JSContextRef, JSStringRef script, JSObjectRef receiver, JSStringRef name, int line,
      JSValueRef *exception);
  JSValueRef (*objectGetProperty)(JSContextRef, JSObjectRef, JSStringRef, JSValueRef *exception);
  JSValueRef (*objectCallAsFunction)(
      JSContextRef, JSObjectRef, JSObjectRef receiver, size_t, const JSValueRef *,
      JSValueRef *exception);
  JSObjectRef (*valueToObject)(JSContextRef, JSValueRef, JSValueRef *exception);
  JSStringRef (*valueToStringCopy)(JSContextRef, JSValueRef, JSValueRef *exception);
  JSValueRef (*valueMakeString)(JSContextRef, JSStringRef);
  JSStringRef (*stringCreateWithCharacters)(const JSChar *, size_t);
  const JSChar *(*stringGetCharactersPtr)(JSStringRef);
  size_t (*stringGetLength)(JSStringRef);
  void (*stringRelease)(JSStringRef);
} nbrun_javascript;

/// Loads the library of this name; 0 if it isn't installed.
int nbrun_load_javascript(nbrun_javascript *javascript, const char *library);
