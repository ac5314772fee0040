using ETicket.Web.Security;

namespace ETicket.Web.Endpoints;

/// <summary>« Portes d'une famille » — what is not a page and belongs to one file: for whoever may open its pages, and not before.</summary>
internal static class FamilyDoors
{
    public static RouteGroupBuilder MapFamily(this IEndpointRouteBuilder app)
    {
        var family = app.MapGroup("/famille").RequireAuthorization(Policies.Family);
        family.AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<AgreementGate>().InvokeAsync(context, next));
        return family;
    }
}
