using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ETicket.Web.Display;

/// <summary>
/// Puts the anti-forgery token of a form before its buttons. The framework writes it last, and a tap on a page that is still arriving — a long planning on a slow phone —
/// would leave without it and be refused.
/// </summary>
[HtmlTargetElement("form")]
public sealed class TokenFirstTagHelper : TagHelper
{
    /// <summary>After the framework's own helper of forms (−1000), which makes the token.</summary>
    public override int Order => 0;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (output.PostContent.IsEmptyOrWhiteSpace)
            return;
        output.PostContent.MoveTo(output.PreContent);
    }
}
