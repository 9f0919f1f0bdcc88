/* The race's program on expat. */
#include <expat.h>
#include "record.h"

static void on_start(void *context, const char *name, const char **found) {
  (void)context;
  if (begin(name)) for (; *found; found += 2) give_attribute(found[0], found[1], strlen(found[1]));
}
static void on_end(void *context, const char *name) {
  (void)context, (void)name;
  end();
}
static void on_text(void *context, const char *text, int length) {
  (void)context;
  give_text(text, length);
}

static int parse_file(int file) {
  XML_Parser parser = XML_ParserCreate(NULL);
  if (task != CHECK) XML_SetStartElementHandler(parser, on_start);
  if (task != CHECK && task != COUNT) {
    XML_SetEndElementHandler(parser, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
  }
  ssize_t length;
  enum XML_Status status;
  do {
    length = read(file, XML_GetBuffer(parser, 1 << 18), 1 << 18);
    status = XML_ParseBuffer(parser, length, length == 0);
  } while (length > 0 && status == XML_STATUS_OK);
  XML_ParserFree(parser);
  return status == XML_STATUS_OK;
}
