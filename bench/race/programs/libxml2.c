/* The race's program on libxml2: its SAX2 interface, fed with blocks of the file. */
#include <libxml/parser.h>
#include "record.h"

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces, const xmlChar **declared, int count, int defaults, const xmlChar **found) {
  char full[1024];
  const char *shown = (const char *)name;
  (void)context, (void)uri, (void)defaults;
  if (prefix) snprintf(full, sizeof full, "%s:%s", prefix, name), shown = full;
  if (!begin(shown)) return;
  for (int i = 0; i < namespaces; i++) {
    snprintf(full, sizeof full, declared[2 * i] ? "xmlns:%s" : "xmlns", declared[2 * i]);
    give_attribute(full, (const char *)declared[2 * i + 1], strlen((const char *)declared[2 * i + 1]));
  }
  for (int i = 0; i < count; i++, found += 5) {
    shown = (const char *)found[0];
    if (found[1]) snprintf(full, sizeof full, "%s:%s", found[1], found[0]), shown = full;
    give_attribute(shown, (const char *)found[3], found[4] - found[3]);
  }
}
static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
  (void)context, (void)name, (void)prefix, (void)uri;
  end();
}
static void on_text(void *context, const xmlChar *text, int length) {
  (void)context;
  give_text((const char *)text, length);
}
static void no_text(void *context, const xmlChar *text, int length) { (void)context, (void)text, (void)length; }

static int parse_file(int file) {
  xmlSAXHandler handler;
  memset(&handler, 0, sizeof handler);
  xmlSAXVersion(&handler, 2); /* entities and what else the document declares are libxml2's */
  int is_quiet = task == COUNT || task == CHECK;
  handler.startElementNs = task == CHECK ? NULL : on_start;
  handler.endElementNs = is_quiet ? NULL : on_end;
  handler.characters = handler.ignorableWhitespace = handler.cdataBlock = is_quiet ? no_text : on_text;
  handler.comment = NULL;
  handler.processingInstruction = NULL;
  handler.warning = handler.error = NULL;
  handler.serror = NULL;
  static char block[1 << 18];
  ssize_t length = read(file, block, 4); /* so much it needs to see the encoding */
  xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, NULL, block, length, NULL);
  xmlCtxtUseOptions(parser, XML_PARSE_NOENT | XML_PARSE_HUGE | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  int fault = 0;
  while (!fault && (length = read(file, block, sizeof block)) > 0) fault = xmlParseChunk(parser, block, length, 0);
  if (!fault) fault = xmlParseChunk(parser, block, 0, 1);
  int is_well = !fault && parser->wellFormed;
  if (parser->myDoc) xmlFreeDoc(parser->myDoc);
  xmlFreeParserCtxt(parser);
  return is_well;
}
