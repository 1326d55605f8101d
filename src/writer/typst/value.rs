//! Values as Typst literals.

use serde_json::Value;

use super::code::Code;

/// A value of a template: data, or text that is written as calls.
pub enum Literal<'a> {
    /// Data.
    Data(Value),
    /// A dictionary.
    Map(Vec<(String, Literal<'a>)>),
    /// An array.
    List(Vec<Literal<'a>>),
    /// Something that writes itself: text, as function calls.
    Written(Box<dyn FnOnce(&mut Code) + 'a>),
}

impl<'a> Literal<'a> {
    /// The fields of a struct.
    pub fn fields(data: &impl serde::Serialize) -> Vec<(String, Literal<'a>)> {
        match serde_json::to_value(data) {
            Ok(Value::Object(fields)) => {
                fields.into_iter().map(|(key, value)| (key, Literal::Data(value))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Some data.
    pub fn data(data: &impl serde::Serialize) -> Literal<'a> {
        Literal::Data(serde_json::to_value(data).unwrap_or_default())
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Literal<'a> {
        Literal::Data(Value::String(text.into()))
    }

    /// Writes the literal.
    pub fn write(self, code: &mut Code) {
        match self {
            Literal::Data(value) => data(&value, code),
            Literal::Map(fields) => {
                code.push("(:");
                let mut first = true;
                for (key, value) in fields {
                    if std::mem::take(&mut first) {
                        code.text.pop();
                    }
                    code.string(&key);
                    code.push(": ");
                    value.write(code);
                    code.push(",\n");
                }
                code.push(")");
            }
            Literal::List(items) => {
                code.push("(");
                for item in items {
                    item.write(code);
                    code.push(",\n");
                }
                code.push(")");
            }
            Literal::Written(write) => write(code),
        }
    }
}

/// Sets a field: replaces one of that name, or adds it.
pub fn put<'a>(fields: &mut Vec<(String, Literal<'a>)>, key: &str, value: Literal<'a>) {
    match fields.iter_mut().find(|(known, _)| known == key) {
        Some((_, known)) => *known = value,
        None => fields.push((key.to_owned(), value)),
    }
}

/// Changes each struct of the list in a field.
pub fn each<'a>(
    fields: &mut [(String, Literal<'a>)],
    key: &str,
    edit: impl Fn(usize, &mut Vec<(String, Literal<'a>)>),
) {
    let Some((_, value)) = fields.iter_mut().find(|(known, _)| known == key) else { return };
    let Literal::Data(Value::Array(items)) = value else { return };
    let items = std::mem::take(items);
    let changed = items.into_iter().enumerate().map(|(index, item)| {
        let mut fields = Literal::fields(&item);
        edit(index, &mut fields);
        Literal::Map(fields)
    });
    *value = Literal::List(changed.collect());
}

fn data(value: &Value, code: &mut Code) {
    match value {
        Value::Null => code.push("none"),
        Value::Bool(yes) => code.push(if *yes { "true" } else { "false" }),
        Value::Number(number) => code.number(number),
        Value::String(text) => code.string(text),
        Value::Array(items) => {
            code.push("(");
            for item in items {
                data(item, code);
                code.push(",");
            }
            code.push(")");
        }
        Value::Object(fields) if fields.is_empty() => code.push("(:)"),
        Value::Object(fields) => {
            code.push("(");
            for (key, value) in fields {
                code.string(key);
                code.push(": ");
                data(value, code);
                code.push(",");
            }
            code.push(")");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_becomes_literals() {
        let value = serde_json::json!({ "a": [1, "x\"y"], "none": null, "b": { "c": true }, "e": [] });
        let mut code = Code::default();
        Literal::Data(value).write(&mut code);
        assert_eq!(code.text, r#"("a": (1,"x\"y",),"none": none,"b": ("c": true,),"e": (),)"#);
    }

    #[test]
    fn fields_can_be_replaced() {
        let mut fields = Literal::fields(&serde_json::json!({ "list": [{ "title": "A" }] }));
        each(&mut fields, "list", |index, item| put(item, "body", Literal::text(format!("body {index}"))));
        let mut code = Code::default();
        Literal::Map(fields).write(&mut code);
        assert_eq!(code.text, "(\"list\": ((\"title\": \"A\",\n\"body\": \"body 0\",\n),\n),\n)");
        let mut empty = Code::default();
        Literal::Map(Vec::new()).write(&mut empty);
        assert_eq!(empty.text, "(:)");
    }
}
