using System.Globalization;
using ETicket.Access;
using ETicket.Kernel;
using ETicket.Payments;
using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ETicket.Web.Display;

/// <summary>« Montant » — &lt;money value="…" /&gt;: an amount that never breaks across lines; a negative one is said with its sign.</summary>
public sealed class MoneyTagHelper : TagHelper
{
    public Money Value { get; set; }

    /// <summary>Write the plus sign too: movements of a statement.</summary>
    public bool Signed { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "data";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("value", (Value.Cents / 100m).ToString(CultureInfo.InvariantCulture));
        output.Attributes.SetAttribute("class", "money");
        output.Content.SetContent((Signed && Value.Cents > 0 ? "+" : "") + French.Euros(Value));
    }
}

/// <summary>« Jour » — &lt;day value="…" /&gt;: a day in full letters, or short (« jeu. 14/05 »), or in figures, readable by machines.</summary>
public sealed class DayTagHelper : TagHelper
{
    public DateOnly Value { get; set; }
    public DayStyle As { get; set; } = DayStyle.Full;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "time";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("datetime", Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        output.Content.SetContent(As switch
        {
            DayStyle.Short => French.ShortDay(Value),
            DayStyle.Numeric => French.NumericDay(Value),
            _ => French.Day(Value),
        });
    }
}

public enum DayStyle { Full, Short, Numeric }

/// <summary>« État » — &lt;status of="…" /&gt;: the state of a payment, told by a word and a mark, never by colour alone.</summary>
public sealed class StatusTagHelper : TagHelper
{
    public PaymentState Of { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "status status-" + Kind(Of));
        output.Content.SetContent(Words.Of(Of));
    }

    private static string Kind(PaymentState state) => state switch
    {
        PaymentState.Paid or PaymentState.Promised => "done",
        PaymentState.Created or PaymentState.Pending or PaymentState.Unknown => "open",
        _ => "over",
    };
}

/// <summary>« Résumé des erreurs » — &lt;error-summary /&gt;: every error of the form at its top, each leading to its field, focused when the page opens.</summary>
public sealed class ErrorSummaryTagHelper : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public string Heading { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = ViewContext.ModelState
            .Where(entry => entry.Value?.ValidationState is ModelValidationState.Invalid)
            .SelectMany(entry => entry.Value!.Errors.Select(error => (Field: entry.Key, Sentence: error.ErrorMessage)))
            .DistinctBy(e => e.Sentence).ToList();
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "errors");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("autofocus", "autofocus");
        var heading = new TagBuilder("h2");
        heading.InnerHtml.Append(Heading);
        output.Content.AppendHtml(heading);
        var list = new TagBuilder("ul");
        foreach (var (field, sentence) in errors)
            list.InnerHtml.AppendHtml(Item(field, StructureVoice.Says(ViewContext.HttpContext, sentence)));
        output.Content.AppendHtml(list);
        if (errors.Any(e => e.Sentence.Contains("la mairie", StringComparison.Ordinal)) && Visitor.Of(ViewContext.HttpContext.User) is { Role: Role.Parent })
            output.Content.AppendHtml(Contacts(ViewContext.HttpContext));
    }

    /// <summary>Whoever is told to ask the mairie is led to where it is reached.</summary>
    private static TagBuilder Contacts(HttpContext http)
    {
        var told = new TagBuilder("p");
        var link = new TagBuilder("a");
        link.Attributes["href"] = "/famille/informations#contact";
        link.InnerHtml.Append(StructureVoice.Says(http, Words.Say("Contacts")));
        told.InnerHtml.AppendHtml(link);
        return told;
    }

    private static TagBuilder Item(string field, string sentence)
    {
        var item = new TagBuilder("li");
        if (field.Length == 0)
        {
            item.InnerHtml.Append(sentence);
            return item;
        }
        var link = new TagBuilder("a");
        link.Attributes["href"] = "#" + field;
        link.InnerHtml.Append(sentence);
        item.InnerHtml.AppendHtml(link);
        return item;
    }
}
