using ETicket.Catalogue;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ETicket.Bulletin.Menus;

internal sealed class MenuMapping : IEntityTypeConfiguration<MenuDish>
{
    public void Configure(EntityTypeBuilder<MenuDish> builder)
    {
        builder.ToTable("menu_dish", t =>
        {
            t.HasCheckConstraint("menu_dish_course", $"course in ({List<Course>()})");
            t.HasCheckConstraint("menu_dish_allergens", $"allergens <@ array[{List<Allergen>()}]");
            t.HasCheckConstraint("menu_dish_marks", $"marks <@ array[{List<DishMark>()}]");
        }).HasKey(d => new { d.StructureId, d.ActivityId, d.Day, d.Course });
        builder.HasOne<Activity>().WithMany().HasForeignKey(d => new { d.StructureId, d.ActivityId }).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => new { d.StructureId, d.Day });
    }

    private static string List<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(name => $"'{name}'"));
}
