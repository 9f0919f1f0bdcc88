# The race's program on xmltodict, in its streaming mode: records are the elements of one depth.

from xml.parsers.expat import ExpatError

import records
import xmltodict


def take(path, record):
    name, attributes = path[-1]
    if name in records.records:
        if records.task == 'count':
            records.counted += 1
        elif records.task != 'check':
            # the attributes of the record itself come with the path
            if isinstance(record, str):
                record = record.strip(' \t\r\n') or None
            own = {'@' + key: value for key, value in (attributes or {}).items()}
            if own and record is not None:
                own.update(record if isinstance(record, dict) else {'#text': record})
            records.write(own or record)
    return True


def parse(file):
    xmltodict.parse(file, item_depth=2, item_callback=take, disable_entities=False)


records.run(parse, ExpatError)
