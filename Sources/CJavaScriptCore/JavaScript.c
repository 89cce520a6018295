#include "JavaScript.h"

#include <dlfcn.h>

int nbrun_load_javascript(nbrun_javascript *javascript, const char *library) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (!handle) return 0;
  struct {
    void *place;
    const char *name;
  } functions[] = {
    {&javascript->globalContextCreate, "JSGlobalContextCreate"},
    {&javascript->contextGetGlobalObject, "JSContextGetGlobalObject"},
    {&javascript->evaluateScript, "JSEvaluateScript"},
    {&javascript->objectGetProperty, "JSObjectGetProperty"},
    {&javascript->objectCallAsFunction, "JSObjectCallAsFunction"},
    {&javascript->valueToObject, "JSValueToObject"},
    {&javascript->valueToStringCopy, "JSValueToStringCopy"},
    {&javascript->valueMakeString, "JSValueMakeString"},
    {&javascript->stringCreateWithCharacters, "JSStringCreateWithCharacters"},
    {&javascript->stringGetCharactersPtr, "JSStringGetCharactersPtr"},
    {&javascript->stringGetLength, "JSStringGetLength"},
    {&javascript->stringRelease, "JSStringRelease"},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    void *function = dlsym(handle, functions[i].name);
    if (!function) return 0;
    *(void **)functions[i].place = function;
  }
  return 1;
}
