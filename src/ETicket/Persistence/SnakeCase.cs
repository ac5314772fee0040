using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace ETicket.Persistence;

/// <summary>Tables and columns are named in snake_case, so that SQL is written without quotes.</summary>
internal static class SnakeCase
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table && entity.GetViewName() is null)
                entity.SetTableName(Of(table));
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Of(property.Name));
            foreach (var complex in entity.GetComplexProperties())
                Name(complex, Of(complex.Name));
            foreach (var key in entity.GetKeys())
                key.SetName(Of(key.GetName()!));
            foreach (var foreign in entity.GetForeignKeys())
                foreign.SetConstraintName(Of(foreign.GetConstraintName()!));
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName(Of(index.GetDatabaseName()!));
        }
    }

    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }

    private static void Name(IMutableComplexProperty complex, string prefix)
    {
        foreach (var property in complex.ComplexType.GetProperties())
            property.SetColumnName($"{prefix}_{Of(property.Name)}");
    }
}
