# The race's program on Python's own iterparse.

from xml.etree.ElementTree import ParseError, iterparse

import records

SPACE = ' \t\r\n'
XML = '{http://www.w3.org/XML/1998/namespace}'


def name(tag):
    if tag[0] != '{':
        return tag
    return 'xml:' + tag[len(XML):] if tag.startswith(XML) else tag[tag.index('}') + 1:]


def value(element):
    made = {'@' + name(key): text for key, text in element.attrib.items()}
    text = element.text or ''
    for child in element:
        key, of_child = name(child.tag), value(child)
        if key not in made:
            made[key] = of_child
        elif isinstance(made[key], list):
            made[key].append(of_child)
        else:
            made[key] = [made[key], of_child]
        text += child.tail or ''
    text = text.strip(SPACE)
    if not made:
        return text or None
    if text:
        made['#text'] = text
    return made


def parse(file):
    opened = []
    for event, element in iterparse(file, ('start', 'end')):
        if event == 'start':
            opened.append(element)
            continue
        opened.pop()
        if records.task == 'check':
            element.clear()
        elif name(element.tag) in records.records:
            if records.task == 'count':
                records.counted += 1
            else:
                records.write(value(element))
            if opened:
                opened[-1].clear()


records.run(parse, ParseError)
