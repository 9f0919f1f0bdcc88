//! The race's program on quick-xml. Its words are those of `record.h`, and so is how it holds a record: arrays that are used again.

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::Reader;
use std::collections::HashMap;
use std::fs::File;
use std::io::{stdout, BufReader, BufWriter, Stdout, Write};
use std::ops::Range;

#[derive(PartialEq, Clone, Copy)]
enum Task { Count, Check, Filter, Select, Convert, Csv }

const NONE: usize = usize::MAX;

/// Children of one name hang together (`same`); the first of each name stands in the list of its parent.
struct Element {
    name: Range<usize>,
    parent: usize,
    children: Vec<usize>,
    same: Vec<usize>,
    attributes: Range<usize>,
    text: Vec<Range<usize>>,
}

struct Program {
    task: Task,
    records: Vec<String>,
    fields: Vec<Vec<String>>,
    paths: Vec<String>,
    wanted: String,
    counted: usize,
    bytes: Vec<u8>,
    attributes: Vec<(Range<usize>, Range<usize>)>,
    elements: Vec<Element>,
    used: usize, // elements of this record: those beyond keep their memory for the next
    current: usize,
    leading: Vec<u32>, // bit f at depth d: the first d steps of field f lead to the element open there
    values: Vec<Option<Range<usize>>>,
    capturing: usize,
    output: BufWriter<Stdout>,
}

type Entities = HashMap<String, String>;

/// quick-xml reads no declarations: these are the entities of the document type declaration.
fn declare(entities: &mut Entities, doctype: &str) -> quick_xml::Result<()> {
    for declaration in doctype.split("<!ENTITY ").skip(1) {
        let mut parts = declaration.splitn(3, [' ', '"']);
        let (Some(name), Some(_), Some(rest)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let value = unescape(rest.split('"').next().unwrap_or(""))?.into_owned();
        entities.insert(name.to_string(), value);
    }
    Ok(())
}

fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

fn keep(bytes: &mut Vec<u8>, text: &[u8]) -> Range<usize> {
    let start = bytes.len();
    bytes.extend_from_slice(text);
    start..bytes.len()
}

fn put_json(output: &mut BufWriter<Stdout>, text: &[u8]) -> std::io::Result<()> {
    let mut from = 0;
    for (at, byte) in text.iter().enumerate() {
        if *byte >= 32 && *byte != b'"' && *byte != b'\\' { continue }
        output.write_all(&text[from..at])?;
        match byte {
            b'\n' => output.write_all(b"\\n")?,
            b'\r' => output.write_all(b"\\r")?,
            b'\t' => output.write_all(b"\\t")?,
            b'"' | b'\\' => output.write_all(&[b'\\', *byte])?,
            _ => write!(output, "\\u{:04x}", byte)?,
        }
        from = at + 1;
    }
    output.write_all(&text[from..])
}

impl Program {
    fn is_tree(&self) -> bool { self.task == Task::Convert || self.task == Task::Filter }

    fn is_inside(&self) -> bool { self.current != NONE || !self.leading.is_empty() }

    fn begin(&mut self, start: &BytesStart, entities: &Entities) -> quick_xml::Result<()> {
        let name = start.name();
        let name = name.as_ref();
        if !self.is_inside() && !self.records.iter().any(|record| record.as_bytes() == name) { return Ok(()) }
        if self.task == Task::Count {
            self.counted += 1;
            return Ok(());
        }
        if self.is_tree() { self.begin_element(name) } else { self.begin_selecting(name) }
        for found in start.attributes() {
            let found = found?;
            let value = found.unescape_value_with(|entity| entities.get(entity).map(String::as_str))?;
            if self.is_tree() {
                let name = keep(&mut self.bytes, found.key.as_ref());
                let value = keep(&mut self.bytes, value.as_bytes());
                self.attributes.push((name, value));
                self.elements[self.current].attributes.end += 1;
            } else {
                let depth = self.leading.len();
                for f in 0..self.fields.len() {
                    let steps = &self.fields[f];
                    if self.leading[depth - 1] >> f & 1 == 0 || steps.len() != depth || !steps[depth - 1].starts_with('@') { continue }
                    if &steps[depth - 1].as_bytes()[1..] == found.key.as_ref() { self.values[f] = Some(keep(&mut self.bytes, value.as_bytes())) }
                }
            }
        }
        Ok(())
    }

    fn begin_element(&mut self, name: &[u8]) {
        let made = self.used;
        self.used += 1;
        let mut first = NONE;
        if self.current != NONE {
            let is_named = |child: &&usize| self.bytes[self.elements[**child].name.clone()] == *name;
            first = self.elements[self.current].children.iter().find(is_named).copied().unwrap_or(NONE);
            if first == NONE { self.elements[self.current].children.push(made) } else { self.elements[first].same.push(made) }
        }
        let name = if first == NONE { keep(&mut self.bytes, name) } else { self.elements[first].name.clone() };
        let attributes = self.attributes.len()..self.attributes.len();
        if made == self.elements.len() {
            self.elements.push(Element { name, parent: self.current, children: vec![], same: vec![], attributes, text: vec![] });
        } else {
            let element = &mut self.elements[made];
            element.name = name;
            element.parent = self.current;
            element.attributes = attributes;
            element.children.clear();
            element.same.clear();
            element.text.clear();
        }
        self.current = made;
    }

    fn begin_selecting(&mut self, name: &[u8]) {
        let depth = self.leading.len();
        self.capturing = NONE;
        if depth == 0 {
            self.values.fill(None);
            return self.leading.push(((1u64 << self.fields.len()) - 1) as u32);
        }
        let mut matching = 0;
        for f in 0..self.fields.len() {
            let steps = &self.fields[f];
            if self.leading[depth - 1] >> f & 1 == 0 || steps.len() < depth || steps[depth - 1].as_bytes() != name { continue }
            matching |= 1 << f;
            if steps.len() == depth {
                self.capturing = f;
                self.values[f] = Some(self.bytes.len()..self.bytes.len());
            }
        }
        self.leading.push(matching);
    }

    fn text(&mut self, mut text: &[u8]) {
        if self.current != NONE {
            let pieces = &mut self.elements[self.current].text;
            if pieces.is_empty() {
                match text.iter().position(|byte| !is_space(byte)) {
                    Some(at) => text = &text[at..],
                    None => return,
                }
            }
            pieces.push(keep(&mut self.bytes, text));
        } else if self.capturing != NONE {
            let end = keep(&mut self.bytes, text).end;
            if let Some(value) = &mut self.values[self.capturing] { value.end = end }
        }
    }

    fn end(&mut self) -> std::io::Result<()> {
        if self.current != NONE {
            let ended = self.current;
            self.trim(ended);
            self.current = self.elements[ended].parent;
            if self.current != NONE { return Ok(()) }
            if self.task == Task::Convert || self.has_value(ended, 0) {
                self.put_element(ended)?;
                self.output.write_all(b"\n")?;
            }
            self.bytes.clear();
            self.attributes.clear();
            self.used = 0;
        } else if self.leading.pop().is_some() {
            self.capturing = NONE;
            if self.leading.is_empty() { self.put_fields()? }
        }
        Ok(())
    }

    fn trim(&mut self, number: usize) {
        let pieces = &mut self.elements[number].text;
        while let Some(last) = pieces.last_mut() {
            while last.end > last.start && is_space(&self.bytes[last.end - 1]) { last.end -= 1 }
            if last.end > last.start { break }
            pieces.pop();
        }
    }

    fn has_value(&self, number: usize, step: usize) -> bool {
        let steps = &self.fields[0];
        let element = &self.elements[number];
        if let Some(name) = steps[step].strip_prefix('@') {
            return self.attributes[element.attributes.clone()].iter()
                .any(|(key, value)| self.bytes[key.clone()] == *name.as_bytes() && self.bytes[value.clone()] == *self.wanted.as_bytes());
        }
        let is_match = |each: usize| {
            if step + 1 < steps.len() { return self.has_value(each, step + 1) }
            let text = &self.elements[each].text;
            text.len() == 1 && self.bytes[text[0].clone()] == *self.wanted.as_bytes()
        };
        element.children.iter()
            .filter(|child| self.bytes[self.elements[**child].name.clone()] == *steps[step].as_bytes())
            .any(|child| is_match(*child) || self.elements[*child].same.iter().any(|each| is_match(*each)))
    }

    fn put_element(&mut self, number: usize) -> std::io::Result<()> {
        let element = &self.elements[number];
        if element.children.is_empty() && element.attributes.is_empty() {
            return if element.text.is_empty() { self.output.write_all(b"null") } else { self.put_text(number) };
        }
        let mut before = b'{';
        for i in element.attributes.clone() {
            self.output.write_all(&[before, b'"', b'@'])?;
            put_json(&mut self.output, &self.bytes[self.attributes[i].0.clone()])?;
            self.output.write_all(b"\":\"")?;
            put_json(&mut self.output, &self.bytes[self.attributes[i].1.clone()])?;
            self.output.write_all(b"\"")?;
            before = b',';
        }
        for i in 0..self.elements[number].children.len() {
            let child = self.elements[number].children[i];
            self.output.write_all(&[before, b'"'])?;
            put_json(&mut self.output, &self.bytes[self.elements[child].name.clone()])?;
            self.output.write_all(b"\":")?;
            before = b',';
            let more = self.elements[child].same.len();
            if more > 0 { self.output.write_all(b"[")? }
            self.put_element(child)?;
            for k in 0..more {
                self.output.write_all(b",")?;
                self.put_element(self.elements[child].same[k])?;
            }
            if more > 0 { self.output.write_all(b"]")? }
        }
        if !self.elements[number].text.is_empty() {
            self.output.write_all(b",\"#text\":")?;
            self.put_text(number)?;
        }
        self.output.write_all(b"}")
    }

    fn put_text(&mut self, number: usize) -> std::io::Result<()> {
        self.output.write_all(b"\"")?;
        for piece in &self.elements[number].text { put_json(&mut self.output, &self.bytes[piece.clone()])? }
        self.output.write_all(b"\"")
    }

    fn put_fields(&mut self) -> std::io::Result<()> {
        let mut before = b'{';
        for f in 0..self.fields.len() {
            if self.task == Task::Csv && f > 0 { self.output.write_all(b",")? }
            let Some(range) = self.values[f].clone() else { continue };
            let is_attribute = self.fields[f].last().is_some_and(|step| step.starts_with('@'));
            let mut value = &self.bytes[range];
            while !is_attribute && value.first().is_some_and(is_space) { value = &value[1..] }
            while !is_attribute && value.last().is_some_and(is_space) { value = &value[..value.len() - 1] }
            let is_null = !is_attribute && value.is_empty();
            if self.task == Task::Csv {
                if is_null { continue }
                if value.is_empty() || value.iter().any(|byte| matches!(byte, b'"' | b',' | b'\n' | b'\r')) {
                    self.output.write_all(b"\"")?;
                    for byte in value { self.output.write_all(if *byte == b'"' { b"\"\"" } else { std::slice::from_ref(byte) })? }
                    self.output.write_all(b"\"")?;
                } else { self.output.write_all(value)? }
                continue;
            }
            self.output.write_all(&[before, b'"'])?;
            self.output.write_all(self.paths[f].as_bytes())?;
            if is_null { self.output.write_all(b"\":null")? } else {
                self.output.write_all(b"\":\"")?;
                put_json(&mut self.output, value)?;
                self.output.write_all(b"\"")?;
            }
            before = b',';
        }
        if self.task == Task::Select { self.output.write_all(if before == b'{' { b"{}" } else { b"}" })? }
        self.output.write_all(b"\n")?;
        self.bytes.clear();
        Ok(())
    }

    fn parse(&mut self, path: &str) -> Result<(), Box<dyn std::error::Error>> {
        let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 18, File::open(path)?));
        let mut buffer = Vec::new();
        let mut entities = Entities::new();
        let is_check = self.task == Task::Check;
        loop {
            match reader.read_event_into(&mut buffer)? {
                Event::Eof => return Ok(()),
                Event::DocType(text) => declare(&mut entities, std::str::from_utf8(&text)?)?,
                Event::Start(start) | Event::Empty(start) if is_check => {
                    for found in start.attributes() { found?.unescape_value_with(|name| entities.get(name).map(String::as_str))?; }
                }
                Event::Text(text) if is_check => { text.unescape_with(|name| entities.get(name).map(String::as_str))?; }
                Event::Start(start) => self.begin(&start, &entities)?,
                Event::Empty(start) => {
                    self.begin(&start, &entities)?;
                    self.end()?;
                }
                Event::End(_) => self.end()?,
                Event::Text(text) if self.is_inside() => {
                    let text = text.unescape_with(|name| entities.get(name).map(String::as_str))?;
                    self.text(text.as_bytes());
                }
                Event::CData(text) => self.text(&text),
                _ => {}
            }
            buffer.clear();
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().collect();
    let task = match words[1].as_str() {
        "count" => Task::Count,
        "check" => Task::Check,
        "filter" => Task::Filter,
        "select" => Task::Select,
        "convert" => Task::Convert,
        _ => Task::Csv,
    };
    let (field, wanted) = if task == Task::Filter { words[3].split_once('=').unwrap_or((&words[3], "")) } else { (words[3].as_str(), "") };
    let paths: Vec<String> = field.split(',').filter(|path| !path.is_empty()).map(String::from).collect();
    let mut program = Program {
        task,
        records: words[2].split(',').map(String::from).collect(),
        fields: paths.iter().map(|path| path.split('/').map(String::from).collect()).collect(),
        values: vec![None; paths.len()],
        paths,
        wanted: wanted.to_string(),
        counted: 0,
        bytes: vec![],
        attributes: vec![],
        elements: vec![],
        used: 0,
        current: NONE,
        leading: vec![],
        capturing: NONE,
        output: BufWriter::with_capacity(1 << 18, stdout()),
    };
    if task == Task::Csv { writeln!(program.output, "{}", program.paths.join(","))? }
    for path in &words[4..] { program.parse(path)? }
    if task == Task::Count { writeln!(program.output, "{}", program.counted)? }
    program.output.flush()?;
    Ok(())
}
