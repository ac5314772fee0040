using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ETicket.Web.Display;

/// <summary>
/// « Champ » — &lt;field id="…" label="…" /&gt;: a label, a hint, the error beside the field and the field itself, tied together for those who listen. A password is never written
/// back into a page.
/// </summary>
public sealed class FieldTagHelper : TagHelper
{
    private const string Password = "password";

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <summary>Its name in the form, too.</summary>
    public string Id { get; set; } = "";
    public string Label { get; set; } = "";
    public string Type { get; set; } = "text";
    public string? Hint { get; set; }
    public string? Value { get; set; }
    public string Autocomplete { get; set; } = "off";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var wrong = ViewContext.ModelState[Id]?.Errors.FirstOrDefault()?.ErrorMessage;
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "field");
        var label = new TagBuilder("label");
        label.Attributes["for"] = Id;
        label.InnerHtml.Append(Label);
        output.Content.AppendHtml(label);
        List<string> described = [];
        Tell(output, described, Hint, "hint", $"{Id}-aide");
        Tell(output, described, wrong, "field-error", $"{Id}-erreur");
        output.Content.AppendHtml(Input(described, wrong is not null));
    }

    private TagBuilder Input(List<string> described, bool wrong)
    {
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        (input.Attributes["id"], input.Attributes["name"], input.Attributes["type"], input.Attributes["autocomplete"]) = (Id, Id, Type, Autocomplete);
        input.Attributes["required"] = "required";
        if (Type != Password)
            (input.Attributes["value"], input.Attributes["autocapitalize"], input.Attributes["spellcheck"]) = (Value ?? "", "none", "false");
        if (described.Count > 0)
            input.Attributes["aria-describedby"] = string.Join(' ', described);
        if (wrong)
            input.Attributes["aria-invalid"] = "true";
        return input;
    }

    private static void Tell(TagHelperOutput output, List<string> described, string? sentence, string kind, string id)
    {
        if (sentence is null)
            return;
        var told = new TagBuilder("p");
        (told.Attributes["class"], told.Attributes["id"]) = (kind, id);
        told.InnerHtml.Append(sentence);
        output.Content.AppendHtml(told);
        described.Add(id);
    }
}
