/* What the C programs of the race do with the events of a parser: count records, or write them as lines of JSON or CSV.

     PROGRAM count|check|filter|select|convert|csv RECORD[,RECORD] FIELD=VALUE|FIELD[,FIELD]|'' FILE…

   A record is held as arrays that grow and are used again for the next; all text of a record is one array of bytes. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum task { COUNT, CHECK, FILTER, SELECT, CONVERT, CSV };
static const char *task_names[] = {"count", "check", "filter", "select", "convert", "csv"};
static enum task task;

typedef struct { size_t at, length; } span; /* in bytes[] */
typedef struct { span name, value; } attribute;
typedef struct { span text; int next; } piece; /* of the text of an element, between children */
/* Children of one name hang together (same, last_same); the first of each name stands in the list of its parent. */
typedef struct {
  span name;
  int parent, children, last_child, next_child, same, last_same, attributes, attribute_count, pieces, last_piece;
} element;

#define GROWING(type, array) static type *array; static size_t array##_used, array##_room
GROWING(char, bytes);
GROWING(attribute, attributes);
GROWING(piece, pieces);
GROWING(element, elements);
#define MAKE_ROOM(array, count)                                            \
  while (__builtin_expect(array##_used + (count) > array##_room, 0)) {     \
    array##_room = array##_room ? array##_room * 2 : 4096;                 \
    array = realloc(array, array##_room * sizeof *array);                  \
    if (!array) exit(5);                                                   \
  }

/* What is written waits in a buffer. */
static char waiting[1 << 18];
static size_t waiting_used;
static void flush_output(void) {
  for (size_t at = 0; at < waiting_used;) {
    ssize_t written = write(1, waiting + at, waiting_used - at);
    if (written < 0) exit(5);
    at += written;
  }
  waiting_used = 0;
}
static inline void put(const char *text, size_t length) {
  while (__builtin_expect(waiting_used + length > sizeof waiting, 0)) {
    size_t part = sizeof waiting - waiting_used;
    memcpy(waiting + waiting_used, text, part);
    waiting_used += part, text += part, length -= part;
    flush_output();
  }
  memcpy(waiting + waiting_used, text, length);
  waiting_used += length;
}
static inline void put_sign(char sign) {
  if (waiting_used == sizeof waiting) flush_output();
  waiting[waiting_used++] = sign;
}

static char escapes[256]; /* what follows the backslash in JSON */
static void put_json(span text) {
  const char *at = bytes + text.at, *end = at + text.length;
  while (at < end) {
    const char *from = at;
    while (at < end && !escapes[(unsigned char)*at]) at++;
    put(from, at - from);
    if (at == end) break;
    char sign = escapes[(unsigned char)*at], escaped[8];
    put(escaped, sign == 'u' ? snprintf(escaped, 8, "\\u%04x", *at) : snprintf(escaped, 8, "\\%c", sign));
    at++;
  }
}

/* Names of records and fields, from the command line. */
#define MOST_FIELDS 32
typedef struct { char *step[8]; size_t step_length[8]; int steps; char *path; } field;
static char *records[16];
static int record_count, field_count;
static field fields[MOST_FIELDS];
static const char *wanted; /* the value that the filter compares with */

static inline int is_record(const char *name) {
  for (int i = 0; i < record_count; i++) if (!strcmp(records[i], name)) return 1;
  return 0;
}

/* convert, filter: the record as a tree */
static int current = -1;
static inline span keep(const char *text, size_t length) {
  MAKE_ROOM(bytes, length);
  memcpy(bytes + bytes_used, text, length);
  span kept = {bytes_used, length};
  bytes_used += length;
  return kept;
}
static inline int is_named(span name, const char *text, size_t length) {
  return name.length == length && !memcmp(bytes + name.at, text, length);
}
static void begin_element(const char *name) {
  size_t length = strlen(name);
  int made = elements_used, first = -1;
  MAKE_ROOM(elements, 1);
  elements_used++;
  if (current >= 0) {
    first = elements[current].children;
    while (first >= 0 && !is_named(elements[first].name, name, length)) first = elements[first].next_child;
  }
  elements[made] = (element){first >= 0 ? elements[first].name : keep(name, length), current, -1, -1, -1, -1, made, attributes_used, 0, -1, -1};
  if (first >= 0) {
    elements[elements[first].last_same].same = made;
    elements[first].last_same = made;
  } else if (current >= 0) {
    element *parent = &elements[current];
    if (parent->children < 0) parent->children = made;
    else elements[parent->last_child].next_child = made;
    parent->last_child = made;
  }
  current = made;
}
static void add_attribute(const char *name, const char *value, size_t length) {
  MAKE_ROOM(attributes, 1);
  span kept_name = keep(name, strlen(name));
  attributes[attributes_used++] = (attribute){kept_name, keep(value, length)};
  elements[current].attribute_count++;
}
static inline int is_space(char sign) { return sign == ' ' || sign == '\n' || sign == '\t' || sign == '\r'; }
static void add_text(const char *text, size_t length) {
  element *parent = &elements[current];
  if (parent->last_piece < 0) while (length && is_space(*text)) text++, length--;
  if (!length) return;
  if (parent->last_piece >= 0) {
    span *last = &pieces[parent->last_piece].text;
    if (last->at + last->length == bytes_used) {
      last->length += keep(text, length).length;
      return;
    }
  }
  MAKE_ROOM(pieces, 1);
  pieces[pieces_used] = (piece){keep(text, length), -1};
  if (parent->last_piece < 0) parent->pieces = pieces_used;
  else pieces[parent->last_piece].next = pieces_used;
  parent->last_piece = pieces_used++;
}

/* Cuts white space from the end of the text, over several pieces if need be. */
static void trim_end(element *of) {
  int last_full = -1;
  size_t length = 0;
  for (int i = of->pieces; i >= 0; i = pieces[i].next) {
    size_t left = pieces[i].text.length;
    while (left && is_space(bytes[pieces[i].text.at + left - 1])) left--;
    if (left) last_full = i, length = left;
  }
  if (last_full < 0) of->pieces = -1;
  else pieces[last_full].text.length = length, pieces[last_full].next = -1;
}
static void put_text(element *of) {
  put_sign('"');
  for (int i = of->pieces; i >= 0; i = pieces[i].next) put_json(pieces[i].text);
  put_sign('"');
}
static void put_element(int number) {
  element *of = &elements[number];
  trim_end(of);
  if (of->children < 0 && !of->attribute_count) {
    if (of->pieces < 0) put("null", 4);
    else put_text(of);
    return;
  }
  char before = '{';
  for (int i = of->attributes; i < of->attributes + of->attribute_count; i++, before = ',') {
    put_sign(before), put("\"@", 2), put_json(attributes[i].name), put("\":\"", 3), put_json(attributes[i].value), put_sign('"');
  }
  for (int child = of->children; child >= 0; child = elements[child].next_child, before = ',') {
    put_sign(before), put_sign('"'), put_json(elements[child].name), put("\":", 2);
    if (elements[child].same >= 0) {
      put_sign('[');
      for (int each = child; each >= 0; each = elements[each].same) {
        if (each != child) put_sign(',');
        put_element(each);
      }
      put_sign(']');
    } else put_element(child);
  }
  if (of->pieces >= 0) put(",\"#text\":", 9), put_text(of);
  put_sign('}');
}

/* Whether the one field of the filter has the value, in any of the elements of its path. */
static int has_value(int number, int step) {
  field *path = &fields[0];
  if (path->step[step][0] == '@') {
    for (int i = elements[number].attributes; i < elements[number].attributes + elements[number].attribute_count; i++) {
      if (is_named(attributes[i].name, path->step[step] + 1, path->step_length[step] - 1) && is_named(attributes[i].value, wanted, strlen(wanted))) return 1;
    }
    return 0;
  }
  for (int child = elements[number].children; child >= 0; child = elements[child].next_child) {
    if (!is_named(elements[child].name, path->step[step], path->step_length[step])) continue;
    for (int each = child; each >= 0; each = elements[each].same) {
      if (step + 1 < path->steps ? has_value(each, step + 1) : (trim_end(&elements[each]), elements[each].pieces >= 0 && is_named(pieces[elements[each].pieces].text, wanted, strlen(wanted)))) return 1;
    }
  }
  return 0;
}
static void end_tree(void) {
  int ended = current;
  current = elements[ended].parent;
  if (current >= 0) return;
  if (task == CONVERT || has_value(ended, 0)) put_element(ended), put_sign('\n');
  bytes_used = attributes_used = pieces_used = elements_used = 0;
}

/* select, csv: nothing but the fields; bit f of leading[d] says that the first d steps of field f lead to the element that is open at that depth */
static uint32_t leading[1024];
static int depth; /* 0 outside of records, 1 in the element of the record itself */
static span values[MOST_FIELDS];
static int is_there[MOST_FIELDS], capturing = -1;
static void begin_selecting(const char *name) {
  capturing = -1;
  if (!depth) {
    memset(is_there, 0, sizeof is_there);
    leading[depth++] = field_count == 32 ? ~0u : (1u << field_count) - 1;
    return;
  }
  uint32_t match = 0;
  for (uint32_t left = leading[depth - 1]; left; left &= left - 1) {
    int f = __builtin_ctz(left);
    if (fields[f].steps < depth || strcmp(fields[f].step[depth - 1], name)) continue;
    match |= 1u << f;
    if (fields[f].steps == depth) capturing = f, is_there[f] = 1, values[f] = (span){bytes_used, 0};
  }
  leading[depth++] = match;
}
static void select_attribute(const char *name, const char *value, size_t length) {
  for (uint32_t left = leading[depth - 1]; left; left &= left - 1) {
    int f = __builtin_ctz(left);
    const char *step = fields[f].step[depth - 1];
    if (fields[f].steps == depth && step[0] == '@' && !strcmp(step + 1, name)) is_there[f] = 1, values[f] = keep(value, length);
  }
}
static void select_text(const char *text, size_t length) {
  if (capturing >= 0) values[capturing].length += keep(text, length).length;
}
static span trimmed(span text) {
  while (text.length && is_space(bytes[text.at])) text.at++, text.length--;
  while (text.length && is_space(bytes[text.at + text.length - 1])) text.length--;
  return text;
}
static void put_csv(span text) {
  const char *at = bytes + text.at;
  size_t i = 0;
  while (i < text.length && at[i] != '"' && at[i] != ',' && at[i] != '\n' && at[i] != '\r') i++;
  if (i == text.length && text.length) {
    put(at, text.length);
    return;
  }
  put_sign('"');
  for (i = 0; i < text.length; i++) {
    if (at[i] == '"') put_sign('"');
    put_sign(at[i]);
  }
  put_sign('"');
}
static void end_selecting(void) {
  capturing = -1;
  if (--depth) return;
  char before = '{';
  for (int f = 0; f < field_count; f++) {
    int is_attribute = fields[f].step[fields[f].steps - 1][0] == '@';
    span value = is_attribute ? values[f] : trimmed(values[f]);
    int is_null = !is_attribute && !value.length;
    if (task == CSV) {
      if (f) put_sign(',');
      if (is_there[f] && !is_null) put_csv(value);
    } else if (is_there[f]) {
      put_sign(before), put_sign('"'), put(fields[f].path, strlen(fields[f].path)), put("\":", 2);
      if (is_null) put("null", 4);
      else put_sign('"'), put_json(value), put_sign('"');
      before = ',';
    }
  }
  if (task == SELECT) put(before == '{' ? "{}" : "}", before == '{' ? 2 : 1);
  put_sign('\n');
  bytes_used = 0;
}

/* What the programs call. An attribute is one of the element that began last, and comes before anything else. */
static size_t counted;
static inline int begin(const char *name) { /* whether attributes are wanted */
  int is_tree = task == CONVERT || task == FILTER, is_inside = is_tree ? current >= 0 : depth > 0;
  if (!is_inside && !is_record(name)) return 0;
  if (task == COUNT) return counted++, 0;
  if (is_tree) begin_element(name);
  else begin_selecting(name);
  return 1;
}
static inline void give_attribute(const char *name, const char *value, size_t length) {
  if (task == CONVERT || task == FILTER) add_attribute(name, value, length);
  else select_attribute(name, value, length);
}
static inline void give_text(const char *text, size_t length) {
  if (current >= 0) add_text(text, length);
  else if (depth) select_text(text, length);
}
static inline void end(void) {
  if (current >= 0) end_tree();
  else if (depth) end_selecting();
}

static int parse_file(int file); /* answers whether the document is well-formed */

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  while (strcmp(task_names[task], argv[1])) if (++task > CSV) return 2;
  memset(escapes, 'u', 32);
  escapes['\n'] = 'n', escapes['\r'] = 'r', escapes['\t'] = 't', escapes['\b'] = 'b', escapes['\f'] = 'f', escapes['"'] = '"', escapes['\\'] = '\\';
  for (char *name = strtok(argv[2], ","); name && record_count < 16; name = strtok(NULL, ",")) records[record_count++] = name;
  char *equals = task == FILTER ? strchr(argv[3], '=') : NULL;
  if (equals) *equals = 0, wanted = equals + 1;
  for (char *path = strtok(argv[3], ","); path && field_count < MOST_FIELDS; path = strtok(NULL, ",")) fields[field_count++].path = path;
  for (int f = 0; f < field_count; f++) {
    if (task == CSV) put(&","[!f], !!f), put(fields[f].path, strlen(fields[f].path));
    for (char *step = strtok(strdup(fields[f].path), "/"); step && fields[f].steps < 8; step = strtok(NULL, "/")) {
      fields[f].step_length[fields[f].steps] = strlen(step);
      fields[f].step[fields[f].steps++] = step;
    }
  }
  if (task == CSV) put_sign('\n');
  int is_well = 1;
  for (int i = 4; i < argc && is_well; i++) {
    int file = open(argv[i], O_RDONLY);
    is_well = file >= 0 && parse_file(file);
    close(file);
  }
  flush_output();
  if (task == COUNT) printf("%zu\n", counted);
  return is_well ? 0 : 3;
}
