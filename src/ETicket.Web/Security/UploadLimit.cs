using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ETicket.Web.Security;

/// <summary>« Poids d'un envoi » — a form that says it is heavier is answered 413 before a byte of it is read.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class UploadLimitAttribute : Attribute, IAuthorizationFilter, IOrderedFilter
{
    /// <summary>Of the whole form: three files of the largest size, so that one a little too large is read, and told in its page. It is kept in memory: nothing of a family lies on a disk.</summary>
    public const int MostBytes = 30_000_000;

    /// <summary>Before the token of the form is looked for, which reads it all.</summary>
    public int Order => 800;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (request.ContentLength is null or <= MostBytes)
            return;
        // The page that tells it is asked for with this same request: it is not to read the form either.
        request.Headers.ContentType = default;
        context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
    }
}
