using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Device.Boards.Tests;

/// <summary>The part of JSON Schema that the boards' schema uses, as an editor would check while somebody types.</summary>
internal sealed class SchemaCheck(JsonNode root)
{
    /// <summary>What is wrong with a value, by its path; nothing when it is good.</summary>
    public IEnumerable<string> Faults(JsonNode? value) => Faults(root, value, "");

    /// <summary>A schema with its reference followed.</summary>
    public JsonNode Resolve(JsonNode schema) => (string?)(schema as JsonObject)?["$ref"] is { } reference ? root["$defs"]![reference.Split('/')[^1]]! : schema;

    private List<string> Faults(JsonNode schema, JsonNode? value, string path)
    {
        if (schema is JsonValue flag)
        {
            return flag.GetValue<bool>() ? [] : [path];
        }

        var rules = (JsonObject)Resolve(schema);
        var faults = new List<string>();
        foreach (var (rule, wanted) in rules)
        {
            if (!Holds(rules, rule, wanted!, value))
            {
                faults.Add(path);
            }
        }

        if (value is JsonObject fields)
        {
            faults.AddRange(FieldFaults(rules, fields, path));
        }

        if (value is JsonArray items && rules["items"] is { } item)
        {
            faults.AddRange(items.SelectMany((v, i) => Faults(item, v, $"{path}[{i}]")));
        }

        foreach (var part in rules["allOf"] as JsonArray ?? [])
        {
            var branch = Faults(part!["if"]!, value, path).Count > 0 ? part["else"] : part["then"];
            if (branch is not null)
            {
                faults.AddRange(Faults(branch, value, path));
            }
        }

        return faults;
    }

    private IEnumerable<string> FieldFaults(JsonObject rules, JsonObject fields, string path)
    {
        foreach (var name in (rules["required"] as JsonArray ?? []).Select(n => (string)n!).Where(n => !fields.ContainsKey(n)))
        {
            yield return Join(path, name);
        }

        foreach (var (name, value) in fields)
        {
            var schema = rules["properties"]?[name] ?? (rules["additionalProperties"] is JsonObject or JsonValue ? rules["additionalProperties"] : null);
            if (schema is null)
            {
                continue;
            }

            foreach (var fault in Faults(schema, value, Join(path, name)))
            {
                yield return fault;
            }
        }
    }

    private bool Holds(JsonObject rules, string rule, JsonNode wanted, JsonNode? value) => rule switch
    {
        "type" => TypeOf(value) == (string?)wanted || ((string?)wanted == "number" && TypeOf(value) == "integer"),
        "enum" => ((JsonArray)wanted).Any(w => JsonNode.DeepEquals(w, value)),
        "const" => JsonNode.DeepEquals(wanted, value),
        "minimum" => !IsNumber(value) || (double)value! >= (double)wanted,
        "maximum" => !IsNumber(value) || (double)value! <= (double)wanted,
        "exclusiveMinimum" => !IsNumber(value) || (double)value! > (double)wanted,
        "exclusiveMaximum" => !IsNumber(value) || (double)value! < (double)wanted,
        "minItems" => value is not JsonArray a || a.Count >= (int)wanted,
        "maxItems" => value is not JsonArray a || a.Count <= (int)wanted,
        "minLength" => TypeOf(value) != "string" || ((string)value!).Length >= (int)wanted,
        "maxLength" => TypeOf(value) != "string" || ((string)value!).Length <= (int)wanted,
        "pattern" => TypeOf(value) != "string" || Regex.IsMatch((string)value!, (string)wanted!),
        "anyOf" => ((JsonArray)wanted).Any(w => Faults(w!, value, "").Count == 0),
        "propertyNames" => value is not JsonObject o || o.All(p => Regex.IsMatch(p.Key, (string)wanted["pattern"]!)),
        "maxProperties" => value is not JsonObject o || o.Count <= (int)wanted,
        "$schema" or "title" or "description" or "required" or "properties" or "additionalProperties" or "items" or "allOf" or "$defs" or "$ref" => true,
        _ => throw new NotSupportedException($"the schema's rule '{rule}' is not known to this check: {rules.ToJsonString()}"),
    };

    private static bool IsNumber(JsonNode? value) => TypeOf(value) is "integer" or "number";

    private static string TypeOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.ToJsonString().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
            _ => "boolean",
        },
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
