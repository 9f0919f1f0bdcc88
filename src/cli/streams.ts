// Says how streams of NATS are named, sent to and taken from, for the help.

export const STREAMS: readonly string[] = [
  'nats://[USER:PASSWORD@|TOKEN@]HOST[:PORT][,HOST2…]/STREAM[?name=value&…] is a stream of NATS JetStream; tls:// says nothing ' +
    'without TLS. Quote it for the shell. In a value, %26 is & and so on.',
  'Who asks: the address, creds=FILE or nkey=FILE, or the environment: NATS_USER, NATS_PASSWORD, NATS_TOKEN, NATS_CREDS, ' +
    'NATS_NKEY. With TLS: ca=FILE, cert=FILE&key=FILE, or NATS_CA, NATS_CERT, NATS_KEY. Secrets are never printed. wait=SECONDS is ' +
    'how long a server is waited for that does not answer: at the start (0), and when it goes away later (120).',
  '--to and --tee send each record as a message with a line of JSON. subject=pages.{lang} says where it goes, a value being one ' +
    'word, in which . * > $ % and spaces are written as %2E; create=true makes a missing stream; window=N messages are in flight ' +
    '(1000). The id of a message is made of the input, the command and the place of the record: the same run again doubles ' +
    'nothing within the duplicate window of the stream, 2 minutes if nothing else was said. source=NAME says what the input is, where it is no file.',
  'As an input, with --records: consumer=NAME is a durable consumer, which runs share that name it; it is made with filter=SUBJECT and ' +
    'ack-wait=SECONDS (30) if there is none. batch=N messages are asked for at once (500). A message is acknowledged when what was ' +
    'made of it is safe: in a file with --append or --checkpoint FILE, in another stream, on stdout. One that is no JSON, or that a ' +
    'stage refuses, ends the run, or goes to dead=SUBJECT after max-deliver=K deliveries (3), with its error. A signal ends ' +
    'the run, and --until-drained the end of what waits.',
  "cosax buses.xml -r bus --to 'nats://127.0.0.1/BUSES?subject=bus.{route}&create=true'",
  "cosax 'nats://127.0.0.1/BUSES?consumer=load' --records --until-drained --checkpoint load --to buses.csv",
]
