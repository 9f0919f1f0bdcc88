# What the Python programs of the race do with records: count them, or write them as lines of JSON or CSV.
# The words on the command line are those of record.h.

import csv
import json
import sys

task, records, argument = sys.argv[1], sys.argv[2].split(','), sys.argv[3]
files = sys.argv[4:]
field, _, wanted = argument.partition('=') if task == 'filter' else (argument, '', '')
fields = field.split(',')
paths = [path.split('/') for path in fields]
to_json = json.JSONEncoder(ensure_ascii=False, separators=(',', ':')).encode
sys.stdout.reconfigure(encoding='utf-8', newline='')
table = csv.writer(sys.stdout, lineterminator='\n')
counted = 0


def at(value, path):
    for i, step in enumerate(path):
        if isinstance(value, list):
            return [at(each, path[i:]) for each in value]
        if not isinstance(value, dict) or step not in value:
            return None
        value = value[step]
    return value


def write(record):
    if task == 'convert':
        print(to_json(record))
    elif task == 'filter':
        found = at(record, paths[0])
        if found == wanted or isinstance(found, list) and wanted in found:
            print(to_json(record))
    elif task == 'select':
        print(to_json({path: value for path, value in zip(fields, (at(record, path) for path in paths)) if value is not None}))
    else:
        table.writerow([at(record, path) for path in paths])


def run(parse, fault):
    """Calls parse(file) with each file; an exception of the class fault ends the program with 3."""
    if task == 'csv':
        table.writerow(fields)
    try:
        for file in files:
            with open(file, 'rb') as opened:
                parse(opened)
    except fault as error:
        sys.stdout.flush()
        print(error, file=sys.stderr)
        sys.exit(3)
    if task == 'count':
        print(counted)
