using ETicket.Web.Security;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ETicket.Web.Display;

/// <summary>« La mairie » — &lt;mairie /&gt;: who receives the families, « la mairie » or « l'association »; with a capital where it begins a sentence.</summary>
public sealed class MairieTagHelper : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public bool Capital { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetContent(StructureVoice.Says(ViewContext.HttpContext, Words.Say(Capital ? "Mairie_Capital" : "Mairie")));
    }
}
